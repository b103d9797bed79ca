import { expect } from 'chai';
import fc from 'fast-check';
import { choosePosition, quantizeAt, ZERO_POSITION } from '../../../sim/nn/quantize/power-of-two.js';

const real = fc
  .float({ min: -1000, max: 1000, noNaN: true, noDefaultInfinity: true })
  .filter((x) => x === 0 || Math.abs(x) > 1e-6);
const tensor = fc.array(real, { minLength: 1, maxLength: 50 }).map((values) => Float32Array.from(values));
const bits = fc.integer({ min: 2, max: 16 });

function sumOfSquares(values: Float32Array, position: number, bits: number): number {
  const integers = quantizeAt(values, position, bits);
  return values.reduce((sum, value, index) => sum + (value - integers[index] / 2 ** position) ** 2, 0);
}

describe('the fix position of a tensor', () => {
  it('without overflow is the finest at which no number is more than half a unit out of range', () => {
    fc.assert(
      fc.property(tensor, bits, (values, bits) => {
        fc.pre(values.some((value) => value !== 0));
        const position = choosePosition([values], { method: 'noOverflow', bits });
        const fits = (at: number) =>
          values.every(
            (value) => value * 2 ** at <= 2 ** (bits - 1) - 0.5 && value * 2 ** at >= -(2 ** (bits - 1)) - 0.5,
          );
        expect(fits(position)).to.equal(true);
        expect(fits(position + 1)).to.equal(false);
      }),
    );
  });

  it('of least squares is the best of the five from that one on, the coarsest of equal ones', () => {
    fc.assert(
      fc.property(tensor, bits, (values, bits) => {
        fc.pre(values.some((value) => value !== 0));
        const first = choosePosition([values], { method: 'noOverflow', bits });
        const errors = [0, 1, 2, 3, 4].map((finer) => sumOfSquares(values, first + finer, bits));
        const best = errors.indexOf(Math.min(...errors));
        expect(choosePosition([values], { bits })).to.equal(first + best);
      }),
    );
  });

  it('does not depend on how the tensor is cut into parts', () => {
    fc.assert(
      fc.property(tensor, fc.nat(50), (values, at) => {
        const parts = [values.subarray(0, at), values.subarray(at)];
        expect(choosePosition(parts, { method: 'noOverflow' })).to.equal(
          choosePosition([values], { method: 'noOverflow' }),
        );
      }),
    );
  });

  it('clamps one outlier of many numbers, but not by a look at relative errors of weights that are no depthwise ones', () => {
    const values = Float32Array.from({ length: 1000 }, (_, index) => (index === 0 ? 1.1 : Math.sin(index) / 50));
    expect(choosePosition([values], { method: 'noOverflow' })).to.equal(6);
    expect(choosePosition([values], { method: 'leastRelative' })).to.equal(choosePosition([values]));
    const depthwise = choosePosition([values], { method: 'leastRelative', depthwise: true });
    expect(depthwise).to.equal(10);
  });

  it('is 127 of zeros', () => {
    for (const method of ['noOverflow', 'leastSquares', 'leastRelative'] as const) {
      expect(choosePosition([new Float32Array(5)], { method })).to.equal(ZERO_POSITION);
    }
  });
});

describe('a tensor at a fix position', () => {
  it('is rounded to half a unit where it is in range, and saturated where it is not', () => {
    fc.assert(
      fc.property(tensor, fc.integer({ min: -4, max: 12 }), (values, position) => {
        quantizeAt(values, position).forEach((integer, index) => {
          const exact = values[index] * 2 ** position;
          if (exact >= -128.5 && exact < 127.5) expect(Math.abs(integer - exact)).to.be.at.most(0.5);
          else expect(integer).to.equal(exact < 0 ? -128 : 127);
        });
      }),
    );
  });

  it('has halves rounded away from 0, or up', () => {
    const halves = Float32Array.of(-1.5, -0.5, 0.5, 1.5);
    expect([...quantizeAt(halves, 0, 8, 'awayFromZero')]).to.deep.equal([-2, -1, 1, 2]);
    expect([...quantizeAt(halves, 0, 8, 'up')]).to.deep.equal([-1, 0, 1, 2]);
  });

  it('of integers at position 0 is the same integers', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -128, max: 127 })), (integers) => {
        expect([...quantizeAt(Float32Array.from(integers), 0, 8, 'awayFromZero')]).to.deep.equal(integers);
      }),
    );
  });
});
