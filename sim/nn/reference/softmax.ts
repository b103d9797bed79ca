import { clampTo, outputRange } from '../output-range.js';
import type { SoftmaxLayer } from '../tensor-layers.js';

/** Differences of two 8-bit codes. */
const DIFFERENCES = 256;

/**
 * Reference of a softmax along the last axis for one image, in the order of TensorFlow Lite's 32-bit floating-point
 * operations: a table of the exponentials of all differences to the largest, their sum, and each times the reciprocal.
 */
export function softmax(layer: SoftmaxLayer, input: Int32Array): Int32Array {
  const { inputType, outputType, outputShape, beta } = layer;
  const factor = Math.fround(-Math.fround(Math.fround(inputType.scale) * Math.fround(beta)));
  const table = Float32Array.from({ length: DIFFERENCES }, (_, below) => Math.exp(Math.fround(factor * below)));
  const range = outputRange(layer);
  const length = outputShape[outputShape.length - 1];
  const output = new Int32Array(input.length);
  for (let from = 0; from < input.length; from += length) {
    const row = input.subarray(from, from + length);
    const largest = row.reduce((a, b) => Math.max(a, b));
    const sum = row.reduce((total, value) => Math.fround(total + table[largest - value]), 0);
    const reciprocal = Math.fround(1 / Math.fround(sum * Math.fround(outputType.scale)));
    row.forEach((value, index) => {
      const scaled = Math.fround(table[largest - value] * reciprocal);
      output[from + index] = clampTo(range, rounded(scaled, outputType.encoding));
    });
  }
  return output;
}

/** A half is added in 32 bits to what becomes an unsigned code. */
function rounded(real: number, encoding: SoftmaxLayer['outputType']['encoding']): number {
  return encoding === 'unsigned' ? Math.floor(Math.fround(real + 0.5)) : Math.floor(real + 0.5);
}
