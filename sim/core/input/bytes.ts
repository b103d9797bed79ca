/**
 * The bytes of a typed array, as a plain view; numbers are little-endian, as on every host of WebAssembly.
 * For a Buffer of Node it is a view without the Buffer's own, different methods (its `slice` does not copy).
 */
export function bytesOf(array: ArrayBufferView): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

/** One array of all bytes, in order. */
export function concatenate(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((total, piece) => total + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    whole.set(piece, offset);
    offset += piece.length;
  }
  return whole;
}
