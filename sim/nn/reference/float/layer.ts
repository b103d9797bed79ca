import type { FloatLayer } from '../../float-layers.js';
import { concat } from '../concat.js';
import { pad } from '../pad.js';
import { floatBatchNorm } from './batch-norm.js';
import { floatConvolution } from './convolution.js';
import { floatFullyConnected } from './fully-connected.js';
import { floatAveragePool, floatMaxPool, floatMean } from './pools.js';
import { floatRelu } from './relu.js';
import { floatSoftmax } from './softmax.js';

/**
 * Numbers of a layer for one image, from those of the layers that it reads, each in the order of its shape.
 * @throws InputError if the layer has no parameters
 */
export function runFloatLayer(layer: FloatLayer, inputs: readonly Float32Array[]): Float32Array {
  const [input] = inputs;
  switch (layer.op) {
    case 'floatFullyConnected':
      return floatFullyConnected(layer, input);
    case 'floatConvolution':
      return floatConvolution(layer, input);
    case 'floatBatchNorm':
      return floatBatchNorm(layer, input);
    case 'floatRelu':
      return floatRelu(layer, input);
    case 'floatClamp':
      return input.map((value) => Math.min(Math.max(value, layer.range[0]), layer.range[1]));
    case 'floatMaxPool':
      return floatMaxPool(layer, input);
    case 'floatAveragePool':
      return floatAveragePool(layer, input);
    case 'floatMean':
      return floatMean(layer, input);
    case 'floatAdd':
      return input.map((value, index) => value + inputs[1][index]);
    case 'floatConcat':
      return concat(layer, inputs);
    case 'floatPad':
      return pad(layer, input);
    case 'floatReshape':
      return input;
    case 'floatSoftmax':
      return floatSoftmax(layer, input);
  }
}
