import type { valueRange } from './data-type.js';
import type { Division } from './integer-layers.js';

/** The bias in the place of a sum: all of it in 32 bits, as a machine's registers are. */
export function shiftedBias(bias: number, biasShift: number): number {
  return bias << biasShift;
}

/** clamp((sum * multiplier) >> shift), with a product of 32 bits; a rule without multiplier has 1 (see `Requantization`). */
export function requantize(
  sum: number,
  multiplier: number,
  shift: number,
  { min, max }: ReturnType<typeof valueRange>,
): number {
  return Math.min(Math.max(Math.imul(sum, multiplier) >> shift, min), max);
}

/** A sum divided by the number of its taps; the sum is one of 16-bit integers, so that no product leaves 32 bits. */
export function averageOf(sum: number, taps: number, division: Division): number {
  return division === 'floor' ? Math.floor(sum / taps) : Math.imul(sum, reciprocalOf(taps)) >> 16;
}

/** 1 / taps in units of 2^-16, rounded down. */
export function reciprocalOf(taps: number): number {
  return Math.floor(65536 / taps);
}
