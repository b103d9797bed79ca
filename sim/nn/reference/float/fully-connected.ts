import type { FloatFullyConnectedLayer } from '../../float-layers.js';
import { requireFloatParameters } from '../../require-parameters.js';

/**
 * Reference of a fully connected layer of real numbers for one image: MW numbers in, MH out. The products of a row are added in
 * the order of its columns, the bias behind them.
 * @throws InputError if the layer has no weights
 */
export function floatFullyConnected(layer: FloatFullyConnectedLayer, input: Float32Array): Float32Array {
  const { weights, bias } = requireFloatParameters(layer);
  const { mw, mh } = layer;
  return Float32Array.from({ length: mh }, (_, row) => {
    let sum = 0;
    for (let column = 0; column < mw; column++) {
      sum = Math.fround(sum + Math.fround(weights[row * mw + column] * input[column]));
    }
    return bias === undefined ? sum : sum + bias[row];
  });
}
