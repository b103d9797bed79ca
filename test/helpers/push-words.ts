import { expect } from 'chai';
import fc from 'fast-check';
import { type Block, tick, type Word } from '../../sim/core/index.js';
import type { Parts } from '../../sim/fabric/builder.js';
import type { UnitPlace } from '../../sim/fabric/finn/unit.js';
import { wordSink, wordSource } from './hand-made.js';
import { openCycles, type Rhythm, randomRhythm } from './random-rhythm.js';

/** When a source may offer and a sink is ready. */
export interface Rhythms {
  readonly source: Rhythm;
  readonly sink: Rhythm;
}

export const randomRhythms: fc.Arbitrary<Rhythms> = fc.record({ source: randomRhythm, sink: randomRhythm });

/** Words that all differ. */
export function numbered(count: number): Word[] {
  return Array.from({ length: count }, (_, index) => BigInt(index + 1));
}

/** Expects a unit of FINN's to make these words of those, at any rhythm, and then to be done. */
export function expectWords(
  unit: (place: UnitPlace) => Parts,
  { words, bits }: { readonly words: readonly Word[]; readonly bits: readonly [input: number, output: number] },
  expected: readonly Word[],
  { source, sink }: Rhythms,
): void {
  const [inputBits, outputBits] = bits;
  const place = { name: 'unit', input: 'in', output: 'out', inputBits, outputBits, inputBeats: words.length };
  const { blocks, streams } = unit(place);
  const received: Word[] = [];
  const ends: Block[] = [
    { ...wordSource('in', words), gate: { open: openCycles(source) } },
    { ...wordSink('out', expected.length, received), gate: { open: openCycles(sink) } },
  ];
  const offered = { name: 'in', depth: 1, bits: inputBits, latencyCycles: 0 };
  const pipeline = { name: 'words', frames: 1, blocks: [...ends, ...blocks], streams: [offered, ...streams] };
  expect(tick(pipeline, { words: true }).deadlock).to.equal(null);
  expect(received).to.deep.equal(expected);
}
