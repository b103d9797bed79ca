import { expect } from 'chai';
import fc from 'fast-check';
import { fromFloat16, toFloat16 } from '../../../sim/nn/parameters/float16.js';

const patterns = Uint16Array.from({ length: 65536 }, (_, pattern) => pattern);

describe('floating-point numbers of 16 bits', () => {
  it('are exact as numbers of 32 bits', () => {
    const numbers = fromFloat16(patterns);
    const known: [pattern: number, value: number][] = [
      [0x3c00, 1],
      [0xc000, -2],
      [0x7bff, 65504],
      [0x0001, 2 ** -24],
      [0x03ff, 1023 * 2 ** -24],
      [0x0400, 2 ** -14],
      [0x3555, 1365 / 4096],
      [0xfc00, -Infinity],
    ];
    for (const [pattern, value] of known) expect(numbers[pattern]).to.equal(value);
    const finite = patterns.filter((pattern) => (pattern & 0x7c00) !== 0x7c00);
    expect(toFloat16(fromFloat16(finite))).to.deep.equal(finite);
  });

  it('are the nearest to any number, of two the one with the even mantissa', () => {
    const positive = fromFloat16(patterns.subarray(0, 0x7c00));
    const near = fc.integer({ min: 0, max: 0x7bfe }).chain((pattern) => {
      const [below, above] = [positive[pattern], positive[pattern + 1]];
      const middle = (below + above) / 2;
      return fc.constantFrom(middle, middle * (1 + 2 ** -20), middle * (1 - 2 ** -20), below, above);
    });
    fc.assert(
      fc.property(near, fc.boolean(), (value, negative) => {
        const exact = Math.fround(value);
        const [pattern] = toFloat16(Float32Array.of(negative ? -exact : exact));
        const found = pattern & 0x7fff;
        expect(pattern >= 0x8000).to.equal(negative);
        const distance = Math.abs(positive[found] - exact);
        for (const other of [found - 1, found + 1]) {
          if (other < 0 || other >= 0x7c00) continue;
          const away = Math.abs(positive[other] - exact);
          expect(distance < away || (distance === away && found % 2 === 0)).to.equal(true);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('are infinite beyond the largest, and 0 below half of the smallest', () => {
    const given = Float32Array.of(65519.99, 65520, -1e30, 2 ** -25, 1.0001 * 2 ** -25, -(2 ** -26), Infinity);
    expect([...toFloat16(given)]).to.deep.equal([0x7bff, 0x7c00, 0xfc00, 0, 1, 0x8000, 0x7c00]);
    expect(toFloat16(Float32Array.of(Number.NaN))[0] & 0x7fff).to.equal(0x7e00);
  });
});
