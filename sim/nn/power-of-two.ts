import { fixPosition } from './fix-position.js';
import type { PowerOfTwoRequantization } from './integer-layers.js';
import type { Size } from './layer-fields.js';
import { clampTo, type Range } from './output-range.js';

/**
 * The arithmetic of the DPU: every scale is a power of two, results are rounded half up and saturated.
 * (facts/dpu.md section 5.3)
 */

/** What the DPU multiplies negative numbers by, in its leaky ReLU. */
export const LEAKY_SLOPE = 26 / 256;
/** Bits that an addend has more than its result. */
export const GUARD_BITS = 2;

/** The factors that the DPU has for square average pools; 4 x 4 and 8 x 8 among others are exact. */
const POOL_FACTORS: Readonly<Record<number, AverageFactor>> = {
  3: { multiplier: 7, shift: 6 },
  5: { multiplier: 10, shift: 8 },
  6: { multiplier: 7, shift: 8 },
  7: { multiplier: 21, shift: 10 },
  14: { multiplier: 21, shift: 12 },
};
/** Bits of a factor beyond those of the number of taps. */
const FACTOR_BITS = 7;

/** multiplier / 2^shift, about 1 over the number of taps. */
export interface AverageFactor {
  readonly multiplier: number;
  readonly shift: number;
}

/** The nearest integer of a real number times 2^shift, of two the higher one, clamped. Exact below 2^52. */
export function moved(value: number, shift: number, range: Range): number {
  return clampTo(range, Math.floor(value * 2 ** shift + 0.5));
}

/**
 * An output of a sum of products: (2 sum + bias 2^(biasShift + 1)) / 2^(shift + 1), where what is left of the bias's bits below
 * that is dropped, made leaky, rounded half up and clamped.
 * @param sum exact, less than 2^31
 * @param bias of 8 bits
 */
export function requantizePowerOfTwo(
  sum: number,
  bias: number,
  { biasShift, shift, leaky }: PowerOfTwoRequantization,
  range: Range,
): number {
  const doubled = 2 * sum + doubledBias(bias, biasShift);
  return moved(leaky && doubled < 0 ? doubled * LEAKY_SLOPE : doubled, -shift - 1, range);
}

/** A bias in units of half the lowest bit of the sum. */
export function doubledBias(bias: number, biasShift: number): number {
  return Math.floor(bias * 2 ** (biasShift + 1));
}

/** What the sum of a window is multiplied by: the DPU's factor for the kernel, or the fraction of few bits that is nearest. */
export function averageFactor([height, width]: Size): AverageFactor {
  return (height === width ? POOL_FACTORS[height] : undefined) ?? nearestFactor(height * width);
}

/** Of the fractions with up to FACTOR_BITS more bits than `taps` the nearest to 1 / taps; of equal ones that of least bits. */
function nearestFactor(taps: number): AverageFactor {
  let best: AverageFactor = { multiplier: 1, shift: 0 };
  const error = ({ multiplier, shift }: AverageFactor) => Math.abs(multiplier / 2 ** shift - 1 / taps);
  for (let shift = 0; shift < FACTOR_BITS + Math.ceil(Math.log2(taps)); shift++) {
    const factor = { multiplier: Math.round(2 ** shift / taps), shift };
    if (error(factor) < error(best)) best = factor;
  }
  return best;
}

/** How the DPU brings two addends to one scale, and their sum to that of the output. */
export interface AddShifts {
  /** Bits that each addend is shifted right by. */
  readonly read: readonly [number, number];
  /** Bits that the sum is shifted left by; below 0, right. */
  readonly write: number;
}

/** The shifts of a sum of tensors: addends come to the larger of their scales. All scales are powers of two. */
export function addShifts(inputScales: readonly [number, number], outputScale: number): AddShifts {
  const [a, b] = inputScales.map((scale) => fixPosition(scale)!);
  const common = Math.min(a, b);
  return { read: [a - common, b - common], write: fixPosition(outputScale)! - common };
}

/** The sum of two integers, whose bits below the guard bits are dropped when they are shifted. */
export function addPowerOfTwo(a: number, b: number, { read, write }: AddShifts, range: Range): number {
  const addend = (value: number, shift: number) => Math.floor(value * 2 ** (GUARD_BITS - shift));
  return moved(addend(a, read[0]) + addend(b, read[1]), write - GUARD_BITS, range);
}

/** Bits that integers are shifted left by from one scale to another; below 0, right. Both are equal, or powers of two. */
export function shiftBetween(inputScale: number, outputScale: number): number {
  return inputScale === outputScale ? 0 : fixPosition(outputScale)! - fixPosition(inputScale)!;
}
