import { expect } from 'chai';
import fc from 'fast-check';
import { runFinnBlock } from '../../helpers/pipeline-file.js';

/** Cycles beyond those of the folds, with the vector repeated and read once (facts/finn.md section 2). */
const LATENCIES = {
  'dsp48-4bit': { repeated: 7, once: 5 },
  'dsp48-8bit': { repeated: 7, once: 5 },
  dsp58: { repeated: 5, once: 3 },
} as const;

const folds = fc.record({
  core: fc.constantFrom(...(Object.keys(LATENCIES) as (keyof typeof LATENCIES)[])),
  synapseFold: fc.integer({ min: 1, max: 40 }),
  neuronFold: fc.integer({ min: 1, max: 12 }),
  frames: fc.integer({ min: 1, max: 12 }),
});

describe("FINN's matrix-vector unit", () => {
  it('takes the cycles of its closed form where nothing stalls it', () => {
    fc.assert(
      fc.property(folds, ({ core, synapseFold, neuronFold, frames }) => {
        const block = { type: 'mvu', core, MW: 3 * synapseFold, MH: 2 * neuronFold, PE: 2, SIMD: 3 };
        const run = runFinnBlock(block, { beats: synapseFold, outputBeatsPerFrame: neuronFold, frames });
        const latency = LATENCIES[core][neuronFold > 1 ? 'repeated' : 'once'];
        const interval = synapseFold * neuronFold;
        expect(run.firstInToFirstOut).to.equal(synapseFold + latency);
        expect(run.total).to.equal(frames * interval + latency + 1);
        expect(run.interval).to.equal(frames < 8 ? null : interval);
      }),
    );
  });

  it('computes several vectors of a frame as if they were frames', () => {
    const block = { type: 'mvu', core: 'dsp58', MW: 12, MH: 6, PE: 2, SIMD: 4 };
    const vectors = runFinnBlock(block, { beats: 15, outputBeatsPerFrame: 15, frames: 2 });
    const frames = runFinnBlock(block, { beats: 3, outputBeatsPerFrame: 3, frames: 10 });
    expect(vectors.streams).to.deep.equal(frames.streams);
  });
});
