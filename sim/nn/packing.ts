import { BitInputStream, BitOutputStream } from '@thi.ng/bitstream';
import { bytesOf } from '../core/input/bytes.js';
import { InputError } from '../core/input/input-error.js';
import { createPackedMatrix, type PackedMatrix } from './packed-matrix.js';

/** How codes lie in the words of a file. A word is a number whose bits above `lanes * laneBits` are 0. */
export interface WordLayout {
  readonly wordBytes: number;
  /** Whether the first byte of a word is its least (little) or most significant one. */
  readonly byteOrder: 'little' | 'big';
  /** Codes in a word. */
  readonly lanes: number;
  /** Bits of a code, at most 16. */
  readonly laneBits: number;
  /** Whether lane 0 is the least or the most significant of the codes. */
  readonly laneOrder: 'lsbFirst' | 'msbFirst';
}

/**
 * The codes of whole words: `lanes` codes for each word, lane 0 first.
 * @param file name of the bytes in messages
 * @throws InputError where a word has bits above its lanes
 */
export function unpackWords(bytes: Uint8Array, layout: WordLayout, file: string): Uint16Array {
  const { lanes, laneBits } = layout;
  const words = bytes.length / layout.wordBytes;
  const codes = new Uint16Array(words * lanes);
  if (words === 0) return codes;
  const stream = new BitInputStream(mostSignificantFirst(bytes, layout));
  const unusedBits = layout.wordBytes * 8 - lanes * laneBits;
  const [first, step] = laneWalk(layout);
  for (let word = 0; word < words; word++) {
    if (unusedBits > 0 && stream.read(unusedBits, false) !== 0) {
      throw new InputError(`word ${word} has bits above its ${lanes} codes of ${laneBits} bits`, { file });
    }
    let index = word * lanes + first;
    for (let lane = 0; lane < lanes; lane++, index += step) codes[index] = stream.read(laneBits, false);
  }
  return codes;
}

/** The inverse of `unpackWords`. */
export function packWords(codes: Uint16Array, layout: WordLayout): Uint8Array {
  const { lanes, laneBits } = layout;
  const words = codes.length / lanes;
  const bytes = new Uint8Array(words * layout.wordBytes);
  if (words === 0) return bytes;
  const stream = new BitOutputStream(bytes);
  const unusedBits = layout.wordBytes * 8 - lanes * laneBits;
  const [first, step] = laneWalk(layout);
  for (let word = 0; word < words; word++) {
    if (unusedBits > 0) stream.write(0, unusedBits);
    let index = word * lanes + first;
    for (let lane = 0; lane < lanes; lane++, index += step) stream.write(codes[index], laneBits);
  }
  return mostSignificantFirst(bytes, layout);
}

/** First lane and step of the way through a word from its most significant code to its least. */
function laneWalk({ lanes, laneOrder }: WordLayout): readonly [first: number, step: number] {
  return laneOrder === 'msbFirst' ? [0, 1] : [lanes - 1, -1];
}

/** Words turned from their byte order to big-endian, or back. */
function mostSignificantFirst(bytes: Uint8Array, { byteOrder, wordBytes }: WordLayout): Uint8Array {
  if (byteOrder === 'big') return bytes;
  const turned = new Uint8Array(bytes);
  for (let start = 0; start < turned.length; start += wordBytes) turned.subarray(start, start + wordBytes).reverse();
  return turned;
}

/** Bytes of a row of codes in which lane 0 is the least significant. */
export function packedRowBytes(columns: number, bits: number): number {
  return Math.ceil((columns * bits) / 8);
}

/**
 * A matrix from rows of `packedRowBytes` bytes, lane 0 lowest: what a PackedMatrix holds too, so bytes are copied as they are.
 * @throws InputError where a row has bits after its last column
 */
export function unpackRows(bytes: Uint8Array, rows: number, columns: number, bits: number, file: string): PackedMatrix {
  const matrix = createPackedMatrix(rows, columns, bits);
  const target = bytesOf(matrix.words);
  const rowBytes = packedRowBytes(columns, bits);
  const lastBits = columns * bits - (rowBytes - 1) * 8;
  for (let row = 0; row < rows; row++) {
    const source = bytes.subarray(row * rowBytes, (row + 1) * rowBytes);
    if (source[rowBytes - 1] >>> lastBits !== 0)
      throw new InputError(`row ${row} has bits after its last column`, { file });
    target.set(source, row * matrix.wordsPerRow * 4);
  }
  return matrix;
}

/** The inverse of `unpackRows`. */
export function packRows(matrix: PackedMatrix): Uint8Array {
  const source = bytesOf(matrix.words);
  const rowBytes = packedRowBytes(matrix.columns, matrix.bits);
  const bytes = new Uint8Array(matrix.rows * rowBytes);
  for (let row = 0; row < matrix.rows; row++) {
    const start = row * matrix.wordsPerRow * 4;
    bytes.set(source.subarray(start, start + rowBytes), row * rowBytes);
  }
  return bytes;
}
