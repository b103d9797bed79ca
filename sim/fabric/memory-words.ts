import type { Word } from '../core/pipeline.js';
import { createPackedMatrix, getCode, laneBits, type PackedMatrix, setCode } from '../nn/packed-matrix.js';

/**
 * Rows of codes of `bits` bits as memory words, one code behind the other, the first lowest; a row fills whole words.
 * @param matrix its lanes may be wider than the codes
 */
export function toMemoryWords(matrix: PackedMatrix, bits: number, wordBits: number): Word[] {
  const words: Word[] = [];
  for (let row = 0; row < matrix.rows; row++) {
    let [digits, filled] = [0n, 0];
    for (let column = 0; column < matrix.columns; column++) {
      digits |= BigInt(getCode(matrix, row, column)) << BigInt(filled);
      filled += bits;
      if (filled < wordBits) continue;
      words.push(BigInt.asUintN(wordBits, digits));
      digits >>= BigInt(wordBits);
      filled -= wordBits;
    }
  }
  return words;
}

/** The codes of `bits` bits in memory words, in lanes of `laneBits`. */
export function fromMemoryWords(
  words: readonly Word[],
  wordBits: number,
  { rows, columns, bits }: Pick<PackedMatrix, 'rows' | 'columns' | 'bits'>,
): PackedMatrix {
  const matrix = createPackedMatrix(rows, columns, laneBits(bits));
  const rowWords = (columns * bits) / wordBits;
  for (let row = 0; row < rows; row++) {
    let [digits, held, next] = [0n, 0, row * rowWords];
    for (let column = 0; column < columns; column++) {
      if (held < bits) {
        digits |= words[next++] << BigInt(held);
        held += wordBits;
      }
      setCode(matrix, row, column, Number(BigInt.asUintN(bits, digits)));
      digits >>= BigInt(bits);
      held -= bits;
    }
  }
  return matrix;
}
