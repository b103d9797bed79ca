import type { FullyConnectedLayer } from '../network.js';
import { matrixVector } from './matrix-vector.js';

/**
 * Reference of a fully connected layer for one image: MW integer values of `inputType` in, MH integer values of
 * `outputType` out.
 * @throws InputError if the layer has no weights
 */
export function fullyConnected(layer: FullyConnectedLayer, input: Int32Array): Int32Array {
  return matrixVector(layer)(input);
}
