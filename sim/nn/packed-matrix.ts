/**
 * Codes of `bits` bits, packed row by row. Element (row, column) lies in word
 * `row * wordsPerRow + floor(column * bits / 32)` at bit `(column * bits) % 32`: lane 0 is the least significant, as in
 * every stream and memory word of the machines. `bits` divides 32. Bits past the last column are 0.
 */
export interface PackedMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly bits: number;
  readonly wordsPerRow: number;
  readonly words: Uint32Array;
}

/** An all-zero matrix. */
export function createPackedMatrix(rows: number, columns: number, bits: number): PackedMatrix {
  const wordsPerRow = Math.ceil((columns * bits) / 32);
  return { rows, columns, bits, wordsPerRow, words: new Uint32Array(rows * wordsPerRow) };
}

/** Code at (row, column). */
export function getCode(matrix: PackedMatrix, row: number, column: number): number {
  const bit = column * matrix.bits;
  return (matrix.words[row * matrix.wordsPerRow + (bit >>> 5)] >>> (bit & 31)) & (2 ** matrix.bits - 1);
}

/** Stores the low `bits` bits of `code` at (row, column). */
export function setCode(matrix: PackedMatrix, row: number, column: number, code: number): void {
  const bit = column * matrix.bits;
  const index = row * matrix.wordsPerRow + (bit >>> 5);
  const mask = 2 ** matrix.bits - 1;
  matrix.words[index] = (matrix.words[index] & ~(mask << (bit & 31))) | ((code & mask) << (bit & 31));
}
