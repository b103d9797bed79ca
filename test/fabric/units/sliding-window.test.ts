import { expect } from 'chai';
import fc from 'fast-check';
import { busyCycles, type Word } from '../../../sim/core/index.js';
import { slidingWindow, type WindowShape, windowProblem } from '../../../sim/fabric/units/sliding-window.js';
import { divisors } from '../../../sim/nn/divisors.js';
import { block, loop, pipeline } from '../../helpers/hand-made.js';
import { EXACT_ENGINES, record } from '../../helpers/record-everything.js';
import { accessesOf, pushWords } from '../../helpers/unit-words.js';

const small: WindowShape = { kernel: 3, stride: 1, ifmDim: 5, ofmDim: 3, channels: 4, simd: 4 };

function unit(shape: WindowShape, frames = 1) {
  return slidingWindow({ ...shape, name: 'swu', input: 'in', output: 'out', frames, depthCycles: 3 });
}

const randomShape: fc.Arbitrary<WindowShape> = fc
  .record({
    kernel: fc.integer({ min: 1, max: 5 }),
    ofmDim: fc.integer({ min: 1, max: 5 }),
    channels: fc.integer({ min: 1, max: 6 }),
  })
  .chain(({ kernel, ofmDim, channels }) =>
    fc.record({
      kernel: fc.constant(kernel),
      ofmDim: fc.constant(ofmDim),
      channels: fc.constant(channels),
      simd: fc.constantFrom(...divisors(channels)),
      stride: fc.constantFrom(...divisors(kernel)),
    }),
  )
  .map((shape) => ({ ...shape, ifmDim: (shape.ofmDim - 1) * shape.stride + shape.kernel }));

/** Pixels of all windows, in the order oy, ox, ky, kx. */
function windowsOf({ kernel, stride, ifmDim, ofmDim, channels, simd }: WindowShape, words: readonly Word[]): Word[] {
  const fold = channels / simd;
  const range = (count: number) => [...Array(count).keys()];
  return range(ofmDim).flatMap((oy) =>
    range(ofmDim).flatMap((ox) =>
      range(kernel).flatMap((ky) =>
        range(kernel).flatMap((kx) => {
          const pixel = (oy * stride + ky) * ifmDim + ox * stride + kx;
          return words.slice(pixel * fold, (pixel + 1) * fold);
        }),
      ),
    ),
  );
}

describe('a sliding-window unit', () => {
  // facts/bnn-pynq.md section 4
  const published: [layer: string, side: number, channels: number, simd: number, filling: number, emitting: number][] =
    [
      ['L0', 32, 3, 3, 96, 8100],
      ['L1', 30, 64, 32, 180, 14112],
      ['L2', 14, 64, 32, 84, 2592],
      ['L3', 12, 128, 32, 144, 3600],
      ['L4', 5, 128, 32, 60, 324],
      ['L5', 3, 256, 32, 72, 72],
      ['L1 of W2A2', 30, 64, 16, 360, 28224],
      ['L2 of W2A2', 14, 64, 16, 168, 5184],
      ['L3 of W2A2', 12, 128, 16, 288, 7200],
      ['L4 of W2A2', 5, 128, 8, 240, 1296],
      ['L5 of W2A2', 3, 256, 8, 288, 288],
    ];
  for (const [layer, ifmDim, channels, simd, filling, emitting] of published) {
    it(`takes ${filling} + ${emitting} cycles an image in ${layer} of CNV`, () => {
      const swu = unit({ kernel: 3, stride: 1, ifmDim, ofmDim: ifmDim - 2, channels, simd }, 7);
      const { rounds, reads, writes } = accessesOf(swu);
      expect(busyCycles(swu.loops[0]) / 7).to.equal(filling + emitting);
      expect([rounds, reads.length]).to.deep.equal([7, (ifmDim * ifmDim * channels) / simd]);
      expect(writes).to.deep.equal(Array.from({ length: emitting }, (_, word) => filling + word));
    });
  }

  it('reads a row less one word in every stretch one shorter than an output row', () => {
    const { reads } = accessesOf(unit(small));
    const first = Array.from({ length: 15 }, (_, word) => word);
    // Stretches of 3 x 9 - 1 iterations; the last word of the first row and two of the second are read in the next ones.
    expect(reads).to.deep.equal([...first, 15, 16, 17, 18, 41, 42, 43, 44, 67, 68]);
  });

  it('reads S rows for each row of windows where windows lie S apart', () => {
    const { reads, iterationsPerRound } = accessesOf(
      unit({ kernel: 2, stride: 2, ifmDim: 4, ofmDim: 2, channels: 1, simd: 1 }),
    );
    expect(iterationsPerRound).to.equal(8 + 16);
    expect(reads).to.deep.equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
  });

  it('gives the pixels of every window from a buffer of K + S rows, frame after frame', () => {
    fc.assert(
      fc.property(randomShape, (shape) => {
        const words = Array.from({ length: (shape.ifmDim ** 2 * shape.channels) / shape.simd }, (_, word) =>
          BigInt(word),
        );
        const frames = [words, words.map((word) => word + 1000n)];
        const expected = frames.flatMap((frame) => windowsOf(shape, frame));
        expect(pushWords(frames.flat(), [unit(shape, 2)])).to.deep.equal(expected);
      }),
    );
  });

  for (const engine of EXACT_ENGINES) {
    it(`stands still while a word of the next row is late, in the ${engine} engine`, () => {
      const late = block('source', '-> in', [
        loop({ rounds: 18, writes: [[0]] }),
        loop({ rounds: 7, interval: 20, writes: [[0]] }),
      ]);
      const sink = block('sink', 'out ->', loop({ rounds: 81, reads: [[0]] }));
      const { recording } = record(pipeline(1, { in: 25, out: 81 }, [late, unit(small), sink]), engine);
      const { read } = recording.streams[0]!;
      const { written } = recording.streams[1]!;
      // Words 15, 16 and 17 are there. Iteration 18 waits for its word, and with it the results of 15, 16 and 17.
      expect(read.slice(15, 19)).to.deep.equal([17, 18, 19, read[18]]);
      expect(read[18]).to.be.above(20);
      expect(written.slice(0, 4)).to.deep.equal([read[18], read[18] + 1, read[18] + 2, read[18] + 3]);
    });
  }

  it('reads the next frame only after the last word has entered', () => {
    const { iterationsPerRound, reads, writes } = accessesOf(unit(small, 2));
    expect(writes.at(-1)).to.equal(iterationsPerRound - 1);
    expect(reads[0]).to.equal(0);
  });

  const refused: [what: string, change: Partial<WindowShape>, problem: string][] = [
    [
      'a stride that does not divide the kernel',
      { stride: 2 },
      'found kernel 3 with stride 2, allowed: a stride that divides the kernel',
    ],
    [
      'an input that the windows do not cover',
      { ifmDim: 6 },
      'found an input side of 6, allowed: 5, what 3 windows of 3 with stride 1 cover',
    ],
    ['lanes that do not divide the channels', { simd: 3 }, 'found SIMD 3, allowed: a divisor of the 4 channels'],
  ];
  for (const [what, change, problem] of refused) {
    it(`refuses ${what}`, () => {
      expect(windowProblem({ ...small, ...change })).to.equal(problem);
      expect(() => unit({ ...small, ...change })).to.throw(RangeError, `swu: ${problem}`);
    });
  }
});
