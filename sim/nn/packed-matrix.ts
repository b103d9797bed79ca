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

/** Bits of the lane that holds a code of `bits` bits in a packed matrix: the next power of two. */
export function laneBits(bits: number): number {
  return 2 ** Math.ceil(Math.log2(bits));
}

/** An all-zero matrix. */
export function createPackedMatrix(rows: number, columns: number, bits: number): PackedMatrix {
  const wordsPerRow = Math.ceil((columns * bits) / 32);
  return { rows, columns, bits, wordsPerRow, words: new Uint32Array(rows * wordsPerRow) };
}

/** Code at (row, column). */
export function getCode(matrix: PackedMatrix, row: number, column: number): number {
  const bit = column * matrix.bits;
  return ((matrix.words[row * matrix.wordsPerRow + (bit >>> 5)] >>> (bit & 31)) & (2 ** matrix.bits - 1)) >>> 0;
}

/** Stores the low `bits` bits of `code` at (row, column). */
export function setCode(matrix: PackedMatrix, row: number, column: number, code: number): void {
  const bit = column * matrix.bits;
  const index = row * matrix.wordsPerRow + (bit >>> 5);
  const mask = 2 ** matrix.bits - 1;
  matrix.words[index] = (matrix.words[index] & ~(mask << (bit & 31))) | ((code & mask) << (bit & 31));
}

/** The codes of 32 columns of a 1-bit matrix from (row, column) on, column by column from bit 0; 0 behind the last column. */
export function getBits(matrix: PackedMatrix, row: number, column: number): number {
  const { words, wordsPerRow } = matrix;
  const word = column >>> 5;
  const low = words[row * wordsPerRow + word] >>> column;
  const next = (column & 31) > 0 && word + 1 < wordsPerRow ? words[row * wordsPerRow + word + 1] : 0;
  return (low | (next << -column)) >>> 0;
}

/** Sets those codes to 1 of `count` columns (at most 32) of a 1-bit matrix from (row, column) on whose bit is set. */
export function addBits(matrix: PackedMatrix, row: number, column: number, bits: number, count: number): void {
  const { words, wordsPerRow } = matrix;
  const first = row * wordsPerRow + (column >>> 5);
  const valid = bits & (count === 32 ? -1 : (1 << count) - 1);
  words[first] |= valid << column;
  if ((column & 31) + count > 32) words[first + 1] |= valid >>> -column;
}
