import type { Folding } from '../../nn/folding.js';
import type { MatrixLayer, MaxPoolLayer } from '../../nn/network.js';
import { matrixVector } from '../../nn/reference/matrix-vector.js';
import { maxPool } from '../../nn/reference/max-pool.js';
import { decodeLanes, encodeLanes } from './lanes.js';
import type { RoundArithmetic } from './round-body.js';

/**
 * What the MVTU of a layer does with a vector: SF words of SIMD lanes to NF words of PE lanes.
 * @throws InputError if the layer has no weights
 */
export function matrixArithmetic(layer: MatrixLayer, { pe, simd }: Folding): RoundArithmetic {
  const apply = matrixVector(layer);
  return (words) => encodeLanes(apply(decodeLanes(words, simd, layer.inputType)), pe, layer.outputType);
}

/** What the pool of a layer does with a row of windows: K rows of pixels to a row of pixels. */
export function maxPoolArithmetic(layer: MaxPoolLayer): RoundArithmetic {
  const [, width, channels] = layer.inputShape;
  const [, results] = layer.outputShape;
  const row = { ...layer, inputShape: [layer.kernel[0], width, channels], outputShape: [1, results, channels] };
  return (words) =>
    encodeLanes(maxPool(row, decodeLanes(words, channels, layer.inputType)), channels, layer.outputType);
}
