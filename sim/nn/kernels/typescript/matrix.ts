import type { PackedMatrixLayer } from '../packed-network.js';
import { wordsOfTensor } from '../packed-tensor.js';
import { sumOfInputs, sumOfProducts } from './products.js';

/**
 * The rows of one part of the output times each vector, and thresholds; the vectors give the output's pixels, which are 0
 * before.
 */
export function multiply(layer: PackedMatrixLayer, part: number, vectors: Uint32Array, output: Uint32Array): void {
  const { rows, parts } = layer;
  const { pixels, pixelWords, partWords, planeWords, format } = layer.output;
  const { weights, thresholds } = parts[part];
  const pitch = wordsOfTensor(layer.vector);
  for (let pixel = 0; pixel < pixels; pixel++) {
    const vector = vectors.subarray(pixel * pitch, (pixel + 1) * pitch);
    const inputs = sumOfInputs(layer, vector);
    const to = part * partWords + pixel * pixelWords;
    for (let row = 0; row < rows; row++) {
      const sum = sumOfProducts(layer, weights, row, vector, inputs);
      if (format === 'scores') {
        output[to + row] = sum;
        continue;
      }
      const word = to + (row >>> 5);
      const first = sum > thresholds[row] ? 1 : 0;
      if (format === 'bits') {
        output[word] |= first << row;
      } else if (format === 'ternary') {
        const second = sum > thresholds[rows + row] ? 1 : 0;
        output[word] |= (first ^ second ^ 1) << row;
        output[word + planeWords] |= (first ^ 1) << row;
      } else {
        addUnsigned(layer, passed(thresholds, row, rows, sum), row, output, word);
      }
    }
  }
}

/** How many thresholds of a row lie below a sum. */
function passed(thresholds: Int32Array, row: number, rows: number, sum: number): number {
  let count = 0;
  for (let index = row; index < thresholds.length; index += rows) count += sum > thresholds[index] ? 1 : 0;
  return count;
}

/** Adds the code of a row to the planes of the word at `output[word]`. */
function addUnsigned({ output: map }: PackedMatrixLayer, code: number, row: number, output: Uint32Array, word: number) {
  for (let plane = 0; plane < map.planes; plane++)
    output[word + plane * map.planeWords] |= ((code >>> plane) & 1) << row;
}
