import type { FloatLayer } from './float-layers.js';
import { isFloatLayer, type Network } from './network.js';
import { networkText } from './network-text.js';

/**
 * Text of the file (qcycle.network/1) of a network of real numbers.
 * @param parameters name of its parameter file, relative to the network file
 */
export function floatNetworkText(network: Network, parameters: string): string {
  const { name, description, dataset, input, classes, classRule, layers } = network;
  const { pixels, shape, type, centralCrop } = input;
  const { rule: _, from, to, ...rest } = pixels as Extract<typeof pixels, { rule: 'real' }>;
  return networkText({
    schema: 'qcycle.network/1',
    name,
    ...(description === '' ? {} : { description }),
    ...(dataset === undefined ? {} : { dataset }),
    input: {
      shape,
      type: { bits: type.bits, encoding: type.encoding },
      range: [from, to],
      ...rest,
      ...(centralCrop === undefined ? {} : { centralCrop }),
    },
    ...(classRule === 'none' ? {} : { output: { rule: classRule, classes } }),
    parameters,
    layers: layers.filter(isFloatLayer).map(sourceOf),
  });
}

/** A layer as a network file has it: what the network language works out is left out. */
function sourceOf(layer: FloatLayer): object {
  const { inputShape: _, inputType: _i, outputShape, outputType: _o, name, op, inputs, ...fields } = layer;
  const head = { name, op, inputs };
  switch (layer.op) {
    case 'floatFullyConnected':
      return { ...head, outputFeatures: layer.mh, biased: layer.biased };
    case 'floatConvolution': {
      const { mh, groups, kernel, stride, dilation, padding, biased } = layer;
      return { ...head, outputChannels: mh, kernel, stride, dilation, padding, groups, biased };
    }
    case 'floatBatchNorm':
      return { ...head, epsilon: layer.epsilon };
    case 'floatMean':
      return { ...head, flat: outputShape.length === 1 };
    case 'floatConcat':
      return { ...head, axis: layer.axis };
    case 'floatReshape':
      return { ...head, shape: outputShape };
    default:
      return { ...head, ...fields };
  }
}
