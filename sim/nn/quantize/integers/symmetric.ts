import { roundHalfToEven } from '../../requantize.js';
import type { IntegerScheme, RealMatrix, TypeFinder } from './scheme.js';

/** Biases in units of products stay below it, so that there is room for the sum. */
const LARGEST_BIAS = 2 ** 30;

/**
 * Zero is the integer 0, and the number of the largest magnitude the last integer. Tensors have one scale, unsigned where
 * nothing is below 0; weights have one for each output. Sums are requantized by a 32-bit floating-point number for each output,
 * rounded half to even.
 */
export const SYMMETRIC: IntegerScheme = {
  name: 'symmetric',
  findType,
  matrixOf,
  boundsOf: (bounds) => bounds,
  addition: 'scale',
  division: { division: 'nearest', keepsType: true },
};

function findType(_members: number, bits: number): TypeFinder {
  let [least, largest] = [0, 0];
  return {
    see: (_member, values) => {
      for (const value of values) {
        least = Math.min(least, value);
        largest = Math.max(largest, value);
      }
    },
    again: () => false,
    type: () => {
      const signed = least < 0;
      const last = 2 ** (signed ? bits - 1 : bits) - 1;
      const scale = Math.max(-least, largest) / last || 1;
      return { bits, encoding: signed ? 'signed' : 'unsigned', narrow: false, scale };
    },
  };
}

function matrixOf({
  layer: { mw, mh },
  parameters,
  weightBits,
  input,
  output,
}: RealMatrix): ReturnType<IntegerScheme['matrixOf']> {
  const { weights, bias = new Float32Array(mh) } = parameters;
  const last = 2 ** (weightBits - 1) - 1;
  const scales = Float64Array.from({ length: mh }, (_, row) => {
    const largest = weights.subarray(row * mw, (row + 1) * mw).reduce((a, b) => Math.max(a, Math.abs(b)), 0);
    return Math.max(largest / last, Math.abs(bias[row]) / input.scale / LARGEST_BIAS) || 1;
  });
  return {
    requantize: { rule: 'scale' },
    parameters: {
      weights: Int8Array.from(weights, (weight, index) => roundHalfToEven(weight / scales[Math.floor(index / mw)])),
      bias: Int32Array.from(bias, (value, row) => roundHalfToEven(value / (input.scale * scales[row]))),
      multipliers: Float32Array.from(scales, (scale) => (input.scale * scale) / output.scale),
    },
  };
}
