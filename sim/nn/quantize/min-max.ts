import { roundHalfToEven } from '../requantize.js';

/** What a tensor is quantized to: 2^bits levels, a step apart from the smallest to the largest. */
export interface QuantizedRange {
  /** 1 to 16. */
  readonly bits: number;
  readonly min: number;
  readonly max: number;
}

/** Pixels are quantized from 0 to this, which no byte reaches (seeds/003: quantizeimage). */
const PIXEL_RANGE = 256;
/** 1.5 x 2^52: in 64 bits, what is added to it is rounded to an integer, halves to the even one. */
const ROUNDING = 1.5 * 2 ** 52;

/**
 * Every number as the nearest level, of two the one with the even index; what lies outside is the first or the last. The step
 * is (max - min) / (2^bits - 1), and every operation is rounded to 32 bits, as numpy does it with such a tensor (seeds/003:
 * quantize). Where the step is 0 there is one level.
 */
export function quantizeRange(numbers: Float32Array, { bits, min, max }: QuantizedRange): Float32Array {
  const last = 2 ** bits - 1;
  const step = Math.fround((max - min) / last);
  const first = Math.fround(min);
  if (step === 0) return new Float32Array(numbers.length).fill(first);
  const quantized = new Float32Array(numbers.length);
  for (let index = 0; index < numbers.length; index++) {
    const level = Math.fround(Math.fround(numbers[index] - first) / step) + ROUNDING - ROUNDING;
    quantized[index] = first + Math.fround(Math.min(Math.max(level, 0), last) * step);
  }
  return quantized;
}

/** A tensor between its own smallest and largest number. */
export function quantizeTensor(numbers: Float32Array, bits: number): Float32Array {
  let [min, max] = [Infinity, -Infinity];
  for (const value of numbers) {
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  return quantizeRange(numbers, { bits, min, max });
}

/** The level of a pixel of 0 to 255, in 64 bits, as numpy does it with bytes. */
export function quantizePixel(pixel: number, bits: number): number {
  const last = 2 ** bits - 1;
  const step = PIXEL_RANGE / last;
  return Math.min(roundHalfToEven(pixel / step), last) * step;
}
