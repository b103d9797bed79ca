import type { FloatArray } from './parameters/named-arrays.js';

/** A fully connected layer of real numbers. */
export interface FloatFullyConnected {
  /** Inputs x outputs. */
  readonly weights: FloatArray;
  /** One for each output. */
  readonly bias: Float32Array;
}

/** Products of a vector with the columns of the weights, and the bias; sums are of 64 bits, results of 32. */
export function multiplyVector(vector: Float32Array, { weights, bias }: FloatFullyConnected): Float32Array {
  const outputs = bias.length;
  const sums = Float64Array.from(bias);
  vector.forEach((value, input) => {
    if (value === 0) return;
    const row = weights.data.subarray(input * outputs, (input + 1) * outputs);
    for (let output = 0; output < outputs; output++) sums[output] += row[output] * value;
  });
  return Float32Array.from(sums);
}
