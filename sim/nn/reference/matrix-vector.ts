import { type DataType, decodeValue, valueRange } from '../data-type.js';
import type { MatrixLayer } from '../network.js';
import { getCode, type PackedMatrix } from '../packed-matrix.js';
import { requireParameters } from '../require-parameters.js';
import { thresholdsPerRow } from '../thresholds.js';

/**
 * From MW integer values of a layer's input type to integer values of its output type, one for each of `rows` rows of the
 * matrix from row `first` on, by default for all.
 */
export type MatrixVector = (vector: Int32Array, first?: number, rows?: number) => Int32Array;

/**
 * Reference of what a layer does with one vector: products, sums, thresholds. Plain, for any data types.
 * @throws InputError if the layer has no weights
 */
export function matrixVector(layer: MatrixLayer): MatrixVector {
  const accumulate = accumulation(layer);
  if (!layer.thresholded) return accumulate;
  const activate = activation(layer);
  return (vector, first = 0, rows) =>
    accumulate(vector, first, rows).map((accumulator, row) => activate(accumulator, first + row));
}

/**
 * The part before the thresholds: from MW integer values of the input type to the accumulators of the rows.
 * @throws InputError if the layer has no weights
 */
export function accumulation(layer: MatrixLayer): MatrixVector {
  const { mw, mh } = layer;
  const weights = decodeAll(requireParameters(layer).weights, layer.weightType);
  const accumulateRow = layer.accumulate === 'matches' ? countEqual : sumProducts;
  return (vector, first = 0, rows = mh) =>
    Int32Array.from({ length: rows }, (_, index) => {
      const from = (first + index) * mw;
      return accumulateRow(weights.subarray(from, from + mw), vector);
    });
}

function decodeAll(codes: PackedMatrix, type: DataType): Int32Array {
  const { rows, columns } = codes;
  const values = new Int32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      values[row * columns + column] = decodeValue(type, getCode(codes, row, column));
    }
  }
  return values;
}

/** Equal bipolar values are equal bits. */
function countEqual(weights: Int32Array, vector: Int32Array): number {
  let matches = 0;
  for (let column = 0; column < weights.length; column++) {
    if (weights[column] === vector[column]) matches++;
  }
  return matches;
}

function sumProducts(weights: Int32Array, vector: Int32Array): number {
  let sum = 0;
  for (let column = 0; column < weights.length; column++) sum += weights[column] * vector[column];
  return sum;
}

/**
 * The thresholds of a layer: from an accumulator and its row to a value of the output type, by the number of the row's
 * thresholds that lie strictly below it.
 * @throws InputError if the layer has no weights
 */
export function activation(layer: MatrixLayer): (accumulator: number, row: number) => number {
  const { thresholds } = requireParameters(layer);
  const perRow = thresholdsPerRow(layer);
  const factor = 2 ** layer.accumulatorShift;
  const { min, max } = valueRange(layer.outputType);
  return (accumulator, row) => {
    const ofRow = thresholds.subarray(row * perRow, (row + 1) * perRow);
    const passed = ofRow.filter((threshold) => accumulator * factor > threshold).length;
    if (layer.outputType.encoding === 'bipolar') return passed === 0 ? min : max;
    return min + passed;
  };
}
