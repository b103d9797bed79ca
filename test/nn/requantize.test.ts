import { expect } from 'chai';
import fc from 'fast-check';
import { averageOf, requantize, shiftedBias } from '../../sim/nn/requantize.js';

const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const everything = { min: -(2 ** 31), max: 2 ** 31 - 1 };

describe('requantize', () => {
  it('is the product, shifted and rounded down, wherever registers of 32 bits hold it', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 23), max: 2 ** 23 }), fc.nat(255), fc.nat(31), (sum, multiplier, shift) => {
        const exact = Math.floor((sum * multiplier) / 2 ** shift);
        expect(requantize(sum, multiplier, shift, everything)).to.equal(exact);
      }),
    );
  });

  it('wraps beyond 32 bits', () => {
    expect(requantize(2 ** 24, 128, 0, everything)).to.equal(-(2 ** 31));
    expect(requantize(2 ** 24, 256, 4, everything)).to.equal(0);
    expect(shiftedBias(3, 31)).to.equal(-(2 ** 31));
  });

  it('clamps to the type', () => {
    expect(requantize(-1, 1, 0, { min: 0, max: 127 })).to.equal(0);
    expect(requantize(1000, 1, 2, { min: 0, max: 127 })).to.equal(127);
  });
});

describe('averageOf', () => {
  it('rounds the quotient down, or multiplies with the reciprocal, which is at most one less', () => {
    expect(averageOf(49 * 5, 49, 'floor')).to.equal(5);
    expect(averageOf(49 * 5, 49, 'reciprocal')).to.equal(4);
    expect(averageOf(-1, 49, 'floor')).to.equal(-1);
    expect(averageOf(-1, 49, 'reciprocal')).to.equal(-1);
  });

  it('agrees with itself wherever the taps divide 65536', () => {
    fc.assert(
      fc.property(fc.nat(8), int32, (power, value) => {
        const taps = 2 ** power;
        const sum = value >> (16 - power);
        expect(averageOf(sum, taps, 'reciprocal')).to.equal(averageOf(sum, taps, 'floor'));
      }),
    );
  });
});
