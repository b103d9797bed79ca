import type { IntegerMatrixLayer } from '../../../nn/integer-layers.js';
import type { MatrixLayer } from '../../../nn/network.js';
import { accumulation, activation } from '../../../nn/reference/matrix-vector.js';
import { requantization } from '../../../nn/reference/requantization.js';
import { requireIntegerParameters } from '../../../nn/require-parameters.js';

/** What a matrix does, row by row. */
export interface RowArithmetic {
  /** The sum of a row for a vector of integers of the input type. */
  sum(row: number, vector: Int32Array): number;
  /** The output of a row for its sum. */
  finish(sum: number, row: number): number;
}

/** @throws InputError if the layer has no weights */
export function codeArithmetic(layer: MatrixLayer): RowArithmetic {
  const accumulate = accumulation(layer);
  const sum = (row: number, vector: Int32Array) => accumulate(vector, row, 1)[0];
  return { sum, finish: layer.thresholded ? activation(layer) : (accumulator) => accumulator };
}

/** @throws InputError if the layer has no weights */
export function integerArithmetic(layer: IntegerMatrixLayer): RowArithmetic {
  const { mw, weightZeroPoint = 0 } = layer;
  const { weights } = requireIntegerParameters(layer);
  return {
    sum(row, vector) {
      let sum = 0;
      for (let column = 0; column < mw; column++) {
        sum += vector[column] * (weights[row * mw + column] - weightZeroPoint);
      }
      return sum;
    },
    finish: requantization(layer),
  };
}
