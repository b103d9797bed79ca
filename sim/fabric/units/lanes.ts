import type { Word } from '../../core/pipeline.js';
import { type DataType, decodeValue, encodeValue } from '../../nn/data-type.js';

/** Integer values on the lanes of some words, `lanes` a word, lane 0 lowest. */
export function decodeLanes(words: readonly Word[], lanes: number, type: DataType): Int32Array {
  return Int32Array.from({ length: words.length * lanes }, (_, index) => {
    const lane = words[Math.floor(index / lanes)] >> BigInt((index % lanes) * type.bits);
    return decodeValue(type, Number(BigInt.asUintN(type.bits, lane)));
  });
}

/** The words that carry integer values on `lanes` lanes each, lane 0 lowest. */
export function encodeLanes(values: ArrayLike<number>, lanes: number, type: DataType): Word[] {
  return Array.from({ length: values.length / lanes }, (_, index) => {
    let word: Word = 0n;
    for (let lane = lanes - 1; lane >= 0; lane--) {
      word = (word << BigInt(type.bits)) | BigInt(encodeValue(type, values[index * lanes + lane]));
    }
    return word;
  });
}
