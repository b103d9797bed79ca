import type { BlockBody, Word } from '../../core/pipeline.js';

/** From the words that a round reads to those that it writes, the first of them after the last read. */
export type RoundArithmetic = (words: readonly Word[]) => readonly Word[];

/**
 * The body of a unit that collects the words of a round, computes, and gives the results one by one.
 * @param writes iterations of a round that write, ascending
 */
export function roundBody(writes: Int32Array, compute: RoundArithmetic): BlockBody {
  let words: Word[] = [];
  let results: readonly Word[] = [];
  let written = 0;
  return {
    iterate(_loop, iteration, inputs) {
      if (iteration === 0) [words, written] = [[], 0];
      if (inputs.length > 0) words.push(inputs[0]);
      if (iteration !== writes[written]) return [];
      if (written === 0) results = compute(words);
      return [results[written++]];
    },
  };
}
