import { expect } from 'chai';
import fc from 'fast-check';
import { busyCycles, type Word } from '../../../sim/core/index.js';
import { decodeLanes, encodeLanes } from '../../../sim/fabric/units/lanes.js';
import { maxPoolArithmetic } from '../../../sim/fabric/units/layer-arithmetic.js';
import { type MaxPoolParameters, maxPool } from '../../../sim/fabric/units/max-pool.js';
import { BIPOLAR, TERNARY } from '../../../sim/nn/data-type.js';
import { maxPool as referencePool } from '../../../sim/nn/reference/max-pool.js';
import { maxPoolOf } from '../../helpers/layers.js';
import { randomFrom } from '../../helpers/random-layer.js';
import { accessesOf, pushWords } from '../../helpers/unit-words.js';

function unit(parameters: Pick<MaxPoolParameters, 'kernel' | 'dim'> & Partial<MaxPoolParameters>) {
  return maxPool({ name: 'pool', input: 'in', output: 'out', frames: 1, readInterval: 1, phaseGap: 2, ...parameters });
}

describe('a max pool', () => {
  it('reads K rows and then writes one', () => {
    expect(accessesOf(unit({ kernel: 2, dim: 4, frames: 3 }))).to.deep.equal({
      rounds: 6,
      iterationsPerRound: 8 + 2 + 2,
      reads: [0, 1, 2, 3, 4, 5, 6, 7],
      writes: [10, 11],
    });
  });

  it('reads at its interval', () => {
    expect(accessesOf(unit({ kernel: 2, dim: 2, readInterval: 2 }))).to.deep.equal({
      rounds: 1,
      iterationsPerRound: 8 + 2 + 1,
      reads: [0, 2, 4, 6],
      writes: [10],
    });
  });

  it('takes a cycle a pixel and one a result, and two a row', () => {
    const { loops } = unit({ kernel: 2, dim: 28 });
    expect(busyCycles(loops[0])).to.equal(28 * 28 + 14 * 14 + 14 * 2);
  });

  for (const [name, type] of [
    ['bits', BIPOLAR],
    ['signed codes', TERNARY],
  ] as const) {
    it(`gives the largest of each window, channel by channel, of ${name}`, () => {
      const shapes = fc.record({
        kernel: fc.integer({ min: 1, max: 3 }),
        windows: fc.integer({ min: 1, max: 3 }),
        channels: fc.integer({ min: 1, max: 5 }),
        seed: fc.integer(),
      });
      fc.assert(
        fc.property(shapes, ({ kernel, windows, channels, seed }) => {
          const random = randomFrom(seed);
          const dim = kernel * windows;
          const layer = maxPoolOf({ inputShape: [dim, dim, channels], inputType: type, kernel: [kernel, kernel] });
          const images = [0, 1].map(() =>
            Array.from({ length: dim * dim }, (): Word => BigInt(random(2 ** (channels * type.bits)))),
          );
          const expected = images.flatMap((words) =>
            encodeLanes(referencePool(layer, decodeLanes(words, channels, type)), channels, type),
          );
          const pool = unit({ kernel, dim, frames: 2, arithmetic: () => maxPoolArithmetic(layer) });
          expect(pushWords(images.flat(), [pool])).to.deep.equal(expected);
        }),
      );
    });
  }

  it('ORs bits', () => {
    const layer = maxPoolOf({ inputShape: [2, 2, 4], kernel: [2, 2] });
    const pool = unit({ kernel: 2, dim: 2, arithmetic: () => maxPoolArithmetic(layer) });
    expect(pushWords([0b0001n, 0b0010n, 0b0000n, 0b0010n], [pool])).to.deep.equal([0b0011n]);
  });

  it('has no body where only time is asked for', () => {
    expect(unit({ kernel: 2, dim: 2 }).createBody).to.equal(undefined);
  });

  it('refuses a side that windows do not fill', () => {
    expect(() => unit({ kernel: 2, dim: 5 })).to.throw(
      RangeError,
      'pool: found an input side of 5, allowed: a multiple of the kernel, 2',
    );
  });
});
