import type { Division } from './integer-layers.js';
import { clampTo, type Range } from './output-range.js';

/** The bias in the place of a sum: all of it in 32 bits, as a machine's registers are. */
export function shiftedBias(bias: number, biasShift: number): number {
  return bias << biasShift;
}

/** clamp((sum * multiplier) >> shift), with a product of 32 bits; a rule without multiplier has 1 (see `Requantization`). */
export function requantize(sum: number, multiplier: number, shift: number, range: Range): number {
  return clampTo(range, Math.imul(sum, multiplier) >> shift);
}

/** clamp(sum * scale), in floating point of 32 bits, rounded to the nearest integer, halves to the even one. */
export function scaled(sum: number, scale: number, range: Range): number {
  return clampTo(range, roundHalfToEven(Math.fround(Math.fround(sum) * scale)));
}

/** The nearest integer, of two the even one. */
export function roundHalfToEven(real: number): number {
  const below = Math.floor(real);
  const rest = real - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 !== 0) ? below + 1 : below;
}

/**
 * A real number as a 32-bit multiplier in units of 2^-31 and a power of two, as TensorFlow Lite's QuantizeMultiplier has it:
 * the multiplier has its highest bit set.
 */
export function fixedPoint(real: number): FixedPoint {
  if (real === 0) return { multiplier: 0, exponent: 0 };
  let exponent = Math.floor(Math.log2(real)) + 1;
  if (real / 2 ** exponent >= 1) exponent++;
  if (real / 2 ** exponent < 0.5) exponent--;
  const multiplier = Math.round((real / 2 ** exponent) * 2 ** 31);
  return multiplier === 2 ** 31 ? { multiplier: 2 ** 30, exponent: exponent + 1 } : { multiplier, exponent };
}

export interface FixedPoint {
  readonly multiplier: number;
  readonly exponent: number;
}

/**
 * A 32-bit integer times a fixed-point number, as TensorFlow Lite's MultiplyByQuantizedMultiplier has it: rounded twice, once
 * behind the high half of the doubled product (halves up), once behind the shift (halves away from 0).
 */
export function multiplyFixedPoint(value: number, { multiplier, exponent }: FixedPoint): number {
  const product = BigInt(value) * 2n ** BigInt(Math.max(exponent, 0)) * BigInt(multiplier);
  const nudge = product >= 0n ? 2n ** 30n : 1n - 2n ** 30n;
  const high = Number((product + nudge) / 2n ** 31n);
  const shift = 2 ** Math.max(-exponent, 0);
  return Math.sign(high) * Math.floor((Math.abs(high) + shift / 2) / shift);
}

/**
 * A sum divided by the number of its taps; the sum is one of 16-bit integers, so that no product leaves 32 bits.
 * @param zeroPoint what each integer lacks to its code
 */
export function averageOf(sum: number, taps: number, division: Exclude<Division, 'powerOfTwo'>, zeroPoint = 0): number {
  if (division === 'floor') return Math.floor(sum / taps);
  if (division === 'reciprocal') return Math.imul(sum, reciprocalOf(taps)) >> 16;
  const codes = sum + taps * zeroPoint;
  return Math.sign(codes) * Math.floor((Math.abs(codes) + (taps >> 1)) / taps) - zeroPoint;
}

/** 1 / taps in units of 2^-16, rounded down. */
export function reciprocalOf(taps: number): number {
  return Math.floor(65536 / taps);
}
