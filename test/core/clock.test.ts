import { expect } from 'chai';
import fc from 'fast-check';
import { baseClock, derivedClock, fromBaseCycle, toBaseCycle, toMicroseconds } from '../../sim/core/index.js';

/** So large that products pass 2^53 but results do not. */
const frequency = fc.integer({ min: 1, max: 2 ** 32 });
const clocks = fc.tuple(frequency, frequency).map(([hz, baseHz]) => derivedClock('clock', hz, baseHz));
const cycles = fc.integer({ min: 0, max: 2 ** 20 });

/** Whether the edge of cycle `cycle` of the domain is at or before that of base cycle `baseCycle`. */
function notAfter({ ratio }: ReturnType<typeof derivedClock>, cycle: number, baseCycle: number): boolean {
  return BigInt(cycle) * BigInt(ratio.denominator) <= BigInt(baseCycle) * BigInt(ratio.numerator);
}

describe('a clock', () => {
  it('is a ratio in lowest terms of the base clock', () => {
    expect(derivedClock('cluster', 87_500_000, 50_000_000).ratio).to.deep.equal({ numerator: 7, denominator: 4 });
    expect(baseClock('PS pl_clk2', 299_999_700).ratio).to.deep.equal({ numerator: 1, denominator: 1 });
  });

  it('has its edges at the first base cycle at or after them', () => {
    const faster = derivedClock('7/4', 7, 4);
    expect([0, 1, 2, 3, 4, 5, 6, 7].map((cycle) => toBaseCycle(faster, cycle))).to.deep.equal([0, 1, 2, 2, 3, 3, 4, 4]);
    expect([0, 1, 2, 3, 4].map((cycle) => fromBaseCycle(faster, cycle))).to.deep.equal([0, 2, 4, 6, 7]);
    const slower = derivedClock('2/3', 2, 3);
    expect([0, 1, 2, 3, 4].map((cycle) => toBaseCycle(slower, cycle))).to.deep.equal([0, 2, 3, 5, 6]);
    expect([0, 1, 2, 3, 4].map((cycle) => fromBaseCycle(slower, cycle))).to.deep.equal([0, 1, 2, 2, 3]);
  });

  it('rounds to the nearest later edge, neither earlier nor later, however large the numbers', () => {
    fc.assert(
      fc.property(clocks, cycles, (clock, cycle) => {
        const base = toBaseCycle(clock, cycle);
        expect(notAfter(clock, cycle, base)).to.equal(true);
        if (base > 0) expect(notAfter(clock, cycle, base - 1)).to.equal(false);
      }),
    );
  });

  it('converts there and back to the same edge where edges coincide, and never to an earlier one', () => {
    fc.assert(
      fc.property(clocks, fc.integer({ min: 0, max: 1000 }), cycles, (clock, periods, cycle) => {
        const { numerator, denominator } = clock.ratio;
        expect(toBaseCycle(clock, periods * numerator)).to.equal(periods * denominator);
        expect(fromBaseCycle(clock, periods * denominator)).to.equal(periods * numerator);
        expect(fromBaseCycle(clock, toBaseCycle(clock, cycle))).to.be.at.least(cycle);
        expect(toBaseCycle(clock, fromBaseCycle(clock, cycle))).to.be.at.least(cycle);
      }),
    );
  });

  it('of the Ultra96 makes 28 040 us of the cycles that LFC took there', () => {
    expect(toMicroseconds(baseClock('PS pl_clk2', 299_999_700), 8_411_992)).to.be.closeTo(28_040.0014, 0.0001);
    expect(toMicroseconds(baseClock('PS FCLK0', 100_000_000), 8_411_992)).to.equal(84_119.92);
  });

  for (const hertz of [0, -1, 0.5, Number.NaN, 2 ** 53]) {
    it(`refuses ${hertz} Hz`, () => {
      expect(() => baseClock('odd', hertz)).to.throw(RangeError, `clock odd: ${hertz} Hz is not a positive integer`);
      expect(() => derivedClock('odd', 1, hertz)).to.throw(RangeError, 'clock odd');
    });
  }
});
