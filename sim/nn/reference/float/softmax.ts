import type { FloatSoftmaxLayer } from '../../float-layers.js';

/** Reference of a softmax along the last axis for one image; exponentials are added in order. */
export function floatSoftmax({ outputShape }: FloatSoftmaxLayer, input: Float32Array): Float32Array {
  const length = outputShape[outputShape.length - 1];
  const output = new Float32Array(input.length);
  for (let from = 0; from < input.length; from += length) {
    const row = input.subarray(from, from + length);
    const largest = row.reduce((a, b) => Math.max(a, b));
    const powers = row.map((value) => Math.exp(Math.fround(value - largest)));
    const sum = powers.reduce((total, power) => Math.fround(total + power), 0);
    output.set(
      powers.map((power) => power / sum),
      from,
    );
  }
  return output;
}
