import { decodeValue, encodeValue, thresholdCount, valueRange } from '../data-type.js';
import type { FullyConnectedLayer } from '../network.js';
import { getCode } from '../packed-matrix.js';
import { requireParameters } from '../require-parameters.js';

/**
 * Reference of a fully connected layer for one image: MW integer values of `inputType` in, MH integer values of
 * `outputType` out. Plain and slow, for any data types.
 * @throws InputError if the layer has no weights
 */
export function fullyConnected(layer: FullyConnectedLayer, input: Int32Array): Int32Array {
  const { thresholds } = requireParameters(layer);
  const perRow = thresholdCount(layer.outputType);
  return Int32Array.from({ length: layer.outputFeatures }, (_, row) => {
    const accumulator = accumulateRow(layer, row, input);
    const passed = thresholds
      .subarray(row * perRow, (row + 1) * perRow)
      .filter((threshold) => accumulator > threshold).length;
    if (layer.outputType.encoding === 'bipolar') return passed === 0 ? -1 : 1;
    return valueRange(layer.outputType).min + passed;
  });
}

/** What is compared with the thresholds of a row: the number of equal bits, or the signed sum of products. */
function accumulateRow(layer: FullyConnectedLayer, row: number, input: Int32Array): number {
  const { weights } = requireParameters(layer);
  let accumulator = 0;
  for (let column = 0; column < layer.inputFeatures; column++) {
    const weightCode = getCode(weights, row, column);
    if (layer.accumulate === 'matches') {
      if (encodeValue(layer.inputType, input[column]) === weightCode) accumulator++;
    } else {
      accumulator += decodeValue(layer.weightType, weightCode) * input[column];
    }
  }
  return accumulator;
}
