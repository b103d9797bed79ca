import { expect } from 'chai';
import { type Block, tick, type Word, wordsThrough } from '../../sim/core/index.js';
import { pipeline, wordSink, wordSource } from './hand-made.js';

/** What comes out of units that stand one behind the other, over streams of two words, for the words that go in. */
export function pushWords(words: readonly Word[], units: readonly Block[]): Word[] {
  const results: Word[] = [];
  const first = units[0];
  const last = units[units.length - 1];
  const sink = wordSink(last.outputs[0], wordsThrough(last, 'writes', 0), results);
  const streams = [first.inputs[0], ...units.flatMap(({ outputs }) => outputs)];
  const depths = Object.fromEntries(streams.map((name) => [name, 2]));
  const blocks = [wordSource(first.inputs[0], words), ...units, sink];
  expect(tick(pipeline(1, depths, blocks), { words: true }).deadlock).to.equal(null);
  return results;
}

/** The accesses of a unit of one loop, as plain lists. */
export function accessesOf({ loops: [{ rounds, iterationsPerRound, reads, writes }] }: Block) {
  return { rounds, iterationsPerRound, reads: [...reads[0]], writes: [...writes[0]] };
}
