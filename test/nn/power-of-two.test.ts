import { expect } from 'chai';
import fc from 'fast-check';
import {
  addPowerOfTwo,
  addShifts,
  averageFactor,
  moved,
  requantizePowerOfTwo,
  shiftBetween,
} from '../../sim/nn/power-of-two.js';

const INT8 = { min: -128, max: 127 };
const WIDE = { min: -(2 ** 40), max: 2 ** 40 };
const int8 = fc.integer(INT8);
const shift = fc.integer({ min: 0, max: 16 });
const biasShift = fc.integer({ min: -16, max: 16 });
const sum = fc.integer({ min: -(2 ** 30), max: 2 ** 30 });

/** The nearest integer of a fraction, of two the higher one. */
function halfUp(numerator: bigint, denominator: bigint): number {
  return Number(floorOf(2n * numerator + denominator, 2n * denominator));
}

function floorOf(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator;
  return numerator < 0n && quotient * denominator !== numerator ? quotient - 1n : quotient;
}

const two = (exponent: number) => 2n ** BigInt(exponent);

describe('the requantization of the DPU', () => {
  it('is the exact quotient of the sum with the bias, rounded half up and saturated, whatever the shifts', () => {
    fc.assert(
      fc.property(sum, int8, biasShift, shift, fc.boolean(), (value, bias, biasShift, shift, leaky) => {
        const rule = { rule: 'powerOfTwo', biasShift, shift, leaky } as const;
        const half = biasShift >= 0 ? BigInt(bias) * two(biasShift + 1) : floorOf(2n * BigInt(bias), two(-biasShift));
        const doubled = 2n * BigInt(value) + half;
        const expected =
          leaky && doubled < 0n ? halfUp(26n * doubled, 256n * two(shift + 1)) : halfUp(doubled, two(shift + 1));
        expect(requantizePowerOfTwo(value, bias, rule, WIDE)).to.equal(expected);
        expect(requantizePowerOfTwo(value, bias, rule, INT8)).to.equal(Math.max(-128, Math.min(127, expected)));
      }),
    );
  });

  it('keeps half of the lowest bit of a sum, which counts only where nothing is cut off', () => {
    const rule = { rule: 'powerOfTwo', leaky: false } as const;
    expect(requantizePowerOfTwo(3, 1, { ...rule, biasShift: -1, shift: 0 }, INT8)).to.equal(4);
    expect(requantizePowerOfTwo(3, 1, { ...rule, biasShift: -2, shift: 0 }, INT8)).to.equal(3);
    expect(requantizePowerOfTwo(3, 1, { ...rule, biasShift: -1, shift: 2 }, INT8)).to.equal(1);
  });

  it('is that of the real numbers to half a unit of the output', () => {
    fc.assert(
      fc.property(sum, int8, shift, shift, (value, bias, biasShift, shift) => {
        const real = (value + bias * 2 ** biasShift) / 2 ** shift;
        const found = requantizePowerOfTwo(value, bias, { rule: 'powerOfTwo', biasShift, shift, leaky: false }, WIDE);
        expect(Math.abs(found - real)).to.be.at.most(0.5);
      }),
    );
  });
});

describe('a number moved from one power of two to another', () => {
  it('is rounded half up', () => {
    expect([-3, -2, -1, 1, 2, 3].map((value) => moved(value, -1, INT8))).to.deep.equal([-1, -1, 0, 1, 1, 2]);
  });

  it('comes back where no bit was lost', () => {
    fc.assert(
      fc.property(int8, shift, (value, left) => {
        expect(moved(moved(value, left, WIDE), -left, WIDE)).to.equal(value);
      }),
    );
  });

  it('is moved by the difference of the fix positions', () => {
    expect(shiftBetween(2 ** -3, 2 ** -5)).to.equal(2);
    expect(shiftBetween(0.3, 0.3)).to.equal(0);
  });
});

describe('a sum of the DPU', () => {
  const position = fc.integer({ min: -4, max: 12 });

  it('is that of the real numbers, but for two bits below the coarser scale and the rounding', () => {
    fc.assert(
      fc.property(int8, int8, position, position, position, (a, b, pa, pb, po) => {
        const shifts = addShifts([2 ** -pa, 2 ** -pb], 2 ** -po);
        const real = (a * 2 ** -pa + b * 2 ** -pb) * 2 ** po;
        const lost = 2 ** (po - Math.min(pa, pb) - 2);
        const found = addPowerOfTwo(a, b, shifts, WIDE);
        expect(found - real).to.be.at.most(0.5);
        expect(found - real).to.be.above(-0.5 - lost);
        expect(addPowerOfTwo(a, b, shifts, INT8)).to.equal(Math.max(-128, Math.min(127, found)));
      }),
    );
  });

  it('does not depend on the order', () => {
    fc.assert(
      fc.property(int8, int8, position, position, position, (a, b, pa, pb, po) => {
        const sum = addPowerOfTwo(a, b, addShifts([2 ** -pa, 2 ** -pb], 2 ** -po), INT8);
        expect(addPowerOfTwo(b, a, addShifts([2 ** -pb, 2 ** -pa], 2 ** -po), INT8)).to.equal(sum);
      }),
    );
  });
});

describe('the factor of an average pool of the DPU', () => {
  it('is exact where the window is a power of two, and that of the machine for 3, 5, 6, 7 and 14', () => {
    const factors = [2, 3, 4, 5, 6, 7, 8, 14].map((side) => {
      const { multiplier, shift } = averageFactor([side, side]);
      return `${multiplier}/${2 ** shift}`;
    });
    expect(factors).to.deep.equal(['1/4', '7/64', '1/16', '10/256', '7/256', '21/1024', '1/64', '21/4096']);
  });

  it('is within a percent of the quotient for other windows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), (height, width) => {
        fc.pre(height !== width);
        const { multiplier, shift } = averageFactor([height, width]);
        expect((multiplier / 2 ** shift) * height * width).to.be.closeTo(1, 0.01);
      }),
    );
  });
});
