import type { PackedMatrixLayer } from '../packed-network.js';
import { planesOf } from '../packed-tensor.js';
import { nonzeroInputs, sumOfProducts } from './products.js';

/** The matrix times each vector, and thresholds; the vectors give the output's pixels. */
export function multiply(layer: PackedMatrixLayer, vectors: Uint32Array, output: Uint32Array): void {
  const { rows, thresholds } = layer;
  const { pixels, pixelWords, planeWords, format } = layer.output;
  const pitch = planesOf(layer.input.format) * layer.vectorWords;
  output.fill(0);
  for (let pixel = 0; pixel < pixels; pixel++) {
    const vector = vectors.subarray(pixel * pitch, (pixel + 1) * pitch);
    const nonzero = nonzeroInputs(layer, vector);
    const to = pixel * pixelWords;
    for (let row = 0; row < rows; row++) {
      const sum = sumOfProducts(layer, row, vector, nonzero);
      if (format === 'scores') {
        output[to + row] = sum;
        continue;
      }
      const word = to + (row >>> 5);
      const first = sum > thresholds[row] ? 1 : 0;
      if (format === 'bits') {
        output[word] |= first << row;
      } else {
        const second = sum > thresholds[rows + row] ? 1 : 0;
        output[word] |= (first ^ second ^ 1) << row;
        output[word + planeWords] |= (first ^ 1) << row;
      }
    }
  }
}
