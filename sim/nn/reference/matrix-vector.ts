import { type DataType, decodeValue, valueRange } from '../data-type.js';
import type { MatrixLayer } from '../network.js';
import { getCode, type PackedMatrix } from '../packed-matrix.js';
import { requireParameters } from '../require-parameters.js';
import { thresholdsPerRow } from '../thresholds.js';

/** From MW integer values of a layer's input type to MH integer values of its output type. */
export type MatrixVector = (vector: Int32Array) => Int32Array;

/**
 * Reference of what a layer does with one vector: products, sums, thresholds. Plain, for any data types.
 * @throws InputError if the layer has no weights
 */
export function matrixVector(layer: MatrixLayer): MatrixVector {
  const { mw, mh, accumulate, thresholded } = layer;
  const parameters = requireParameters(layer);
  const weights = decodeAll(parameters.weights, layer.weightType);
  const accumulateRow = accumulate === 'matches' ? countEqual : sumProducts;
  const activate = thresholded ? activation(layer, parameters.thresholds) : (accumulator: number) => accumulator;
  return (vector) =>
    Int32Array.from({ length: mh }, (_, row) =>
      activate(accumulateRow(weights.subarray(row * mw, (row + 1) * mw), vector), row),
    );
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

/** The value of an accumulator of a row: by the number of the row's thresholds that lie strictly below it. */
function activation(layer: MatrixLayer, thresholds: Int32Array): (accumulator: number, row: number) => number {
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
