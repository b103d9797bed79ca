import type { IntegerLayer } from '../integer-layers.js';
import type { CodeLayer } from '../network.js';
import { add } from './add.js';
import { averagePool } from './average-pool.js';
import { concat } from './concat.js';
import { convolution } from './convolution.js';
import { fullyConnected } from './fully-connected.js';
import { integerConvolution } from './integer-convolution.js';
import { integerFullyConnected } from './integer-fully-connected.js';
import { integerMaxPool } from './integer-max-pool.js';
import { maxPool } from './max-pool.js';
import { mean } from './mean.js';
import { pad } from './pad.js';
import { rescale } from './rescale.js';
import { softmax } from './softmax.js';
import { spaceToDepth } from './space-to-depth.js';
import { upsample } from './upsample.js';

/**
 * Integer values of a layer for one image, from those of the layers that it reads, each in the order of its shape.
 * @throws InputError if the layer has no weights
 */
export function runLayer(layer: CodeLayer | IntegerLayer, inputs: readonly Int32Array[]): Int32Array {
  const [input] = inputs;
  switch (layer.op) {
    case 'fullyConnected':
      return fullyConnected(layer, input);
    case 'convolution':
      return convolution(layer, input);
    case 'maxPool':
      return maxPool(layer, input);
    case 'integerFullyConnected':
      return integerFullyConnected(layer, input);
    case 'integerConvolution':
      return integerConvolution(layer, input);
    case 'averagePool':
      return averagePool(layer, input);
    case 'integerMaxPool':
      return integerMaxPool(layer, input);
    case 'add':
      return add(layer, input, inputs[1]);
    case 'concat':
      return concat(layer, inputs);
    case 'mean':
      return mean(layer, input);
    case 'pad':
      return pad(layer, input);
    case 'rescale':
      return rescale(layer, input);
    case 'reshape':
      return input;
    case 'softmax':
      return softmax(layer, input);
    case 'upsample':
      return upsample(layer, input);
    case 'spaceToDepth':
      return spaceToDepth(layer, input);
  }
}
