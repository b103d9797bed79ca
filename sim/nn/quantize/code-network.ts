import { InputError } from '../../core/input/input-error.js';
import { BIPOLAR, type DataType } from '../data-type.js';
import type { CodeLayer, Network } from '../network.js';
import { type FusedLayer, fuseLayers, isOnePixel } from './integers/fuse.js';

/**
 * A network of real numbers in the shape that streaming machines would compute it in, without weights: batch norm and ReLU as
 * thresholds, weights, pixels and activations of so many bits, the last layer's sums as scores. What such a design costs is known
 * from its shape; its values are not.
 * @throws InputError where a layer has no counterpart
 */
export function codeNetwork(network: Network, bits: number): Network {
  const pixelType: DataType = { bits, encoding: 'unsigned', narrow: false, scale: 1 };
  const fused = fuseLayers(network).filter(({ layer }) => !isOnePixel(layer));
  const last = fused[fused.length - 1];
  const layers = fused.map((one, index): CodeLayer => {
    const input = index === 0 ? 'input' : fused[index - 1].layer.name;
    return codeLayer(one, input, pixelType, one === last);
  });
  return {
    ...network,
    name: `${network.name}-w${bits}a${bits}`,
    input: { ...network.input, type: pixelType, pixels: { rule: 'range', from: 0, to: 2 ** bits - 1 } },
    classRule: 'largest',
    layers,
  };
}

const SCORES: DataType = { bits: 32, encoding: 'signed', narrow: false, scale: 1 };

function codeLayer({ layer, bounds }: FusedLayer, input: string, inputType: DataType, isLast: boolean): CodeLayer {
  const { name, inputShape, outputShape } = layer;
  const fields = { name, inputs: [input], inputShape, outputShape, inputType };
  if (layer.op === 'floatMaxPool') {
    const { kernel, stride, padding } = layer;
    return { ...fields, op: 'maxPool', outputType: inputType, kernel, stride, padding };
  }
  if ((layer.op !== 'floatConvolution' && layer.op !== 'floatFullyConnected') || (bounds === undefined && !isLast)) {
    throw new InputError(`layer ${name}: the fabric has no ${layer.op}${bounds === undefined ? ' without ReLU' : ''}`);
  }
  const { mw, mh } = layer;
  const arithmetic = {
    ...({ mw, mh, accumulate: 'sum', accumulatorShift: 0, thresholded: !isLast } as const),
    weightType: inputType.bits === 1 ? BIPOLAR : ({ ...inputType, encoding: 'signed', narrow: true } as const),
    outputType: isLast ? SCORES : inputType,
  };
  if (layer.op === 'floatFullyConnected') return { ...fields, op: 'fullyConnected', ...arithmetic };
  const { kernel, stride, dilation, padding, groups } = layer;
  return { ...fields, op: 'convolution', ...arithmetic, kernel, stride, dilation, padding, groups };
}
