import type { IntegerFullyConnectedLayer } from '../integer-layers.js';
import { requantization } from './requantization.js';

/**
 * Reference of a fully connected layer of integers for one image: MW values of `inputType` in, MH values of `outputType` out.
 * @throws InputError if the layer has no weights
 */
export function integerFullyConnected(layer: IntegerFullyConnectedLayer, input: Int32Array): Int32Array {
  const finish = requantization(layer);
  const { mw, mh, weightZeroPoint = 0 } = layer;
  return Int32Array.from({ length: mh }, (_, row) => {
    const weights = layer.parameters!.weights.subarray(row * mw, (row + 1) * mw);
    return finish(
      weights.reduce((sum, weight, column) => sum + (weight - weightZeroPoint) * input[column], 0),
      row,
    );
  });
}
