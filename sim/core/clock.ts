/**
 * A clock as a rational multiple of the base clock that a model counts in: `ratio.numerator` of its cycles take as long
 * as `ratio.denominator` base cycles. Conversions between clocks are exact while cycles stay below 2^53.
 */
export interface ClockDomain {
  readonly name: string;
  readonly frequencyHz: number;
  readonly ratio: { readonly numerator: number; readonly denominator: number };
}

/** The base clock itself. Throws RangeError unless `frequencyHz` is a positive integer. */
export function baseClock(name: string, frequencyHz: number): ClockDomain {
  return derivedClock(name, frequencyHz, frequencyHz);
}

/** A clock of `frequencyHz` beside a base clock of `baseFrequencyHz`, both positive integers, aligned at cycle 0. */
export function derivedClock(name: string, frequencyHz: number, baseFrequencyHz: number): ClockDomain {
  for (const frequency of [frequencyHz, baseFrequencyHz]) {
    if (!Number.isSafeInteger(frequency) || frequency <= 0) {
      throw new RangeError(`clock ${name}: ${frequency} Hz is not a positive integer`);
    }
  }
  const divisor = greatestCommonDivisor(frequencyHz, baseFrequencyHz);
  return {
    name,
    frequencyHz,
    ratio: { numerator: frequencyHz / divisor, denominator: baseFrequencyHz / divisor },
  };
}

/** First base cycle at or after the edge that begins cycle `cycle` of the domain. */
export function toBaseCycle({ ratio }: ClockDomain, cycle: number): number {
  return Number(ceilDivide(BigInt(cycle) * BigInt(ratio.denominator), BigInt(ratio.numerator)));
}

/** First cycle of the domain whose edge is at or after base cycle `baseCycle`. */
export function fromBaseCycle({ ratio }: ClockDomain, baseCycle: number): number {
  return Number(ceilDivide(BigInt(baseCycle) * BigInt(ratio.numerator), BigInt(ratio.denominator)));
}

/** Duration of `cycles` cycles in microseconds. */
export function toMicroseconds({ frequencyHz }: ClockDomain, cycles: number): number {
  return (cycles * 1e6) / frequencyHz;
}

/** Cycles that begin within a duration of at least 0 microseconds: at least as long as it. */
export function fromMicroseconds({ frequencyHz }: ClockDomain, microseconds: number): number {
  return Math.ceil((microseconds * frequencyHz) / 1e6);
}

function ceilDivide(dividend: bigint, divisor: bigint): bigint {
  return (dividend + divisor - 1n) / divisor;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
