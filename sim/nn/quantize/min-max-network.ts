import { InputError } from '../../core/input/input-error.js';
import type { FloatParameters } from '../float-layers.js';
import { isFloatLayer, isFloatParameterLayer, type Layer, type Network, type PixelQuantization } from '../network.js';
import { requireFloatParameters } from '../require-parameters.js';
import { quantizeTensor } from './min-max.js';

/** Bits of what is quantized, 1 to 16 each; what is absent stays as it is. */
export interface QuantizedBits {
  readonly weights?: number;
  readonly inputs?: number;
  readonly activations?: number;
}

export interface MinMaxOptions {
  /** How a level of a pixel is stored. Default: as a real number. */
  readonly stored?: PixelQuantization['stored'];
  /** The only layer whose parameters or activations are quantized. Default: all. */
  readonly layer?: string;
}

/**
 * A network of real numbers with the document's quantization (seeds/003): every tensor of parameters between its own smallest
 * and largest number, pixels between 0 and 256, the output of every ReLU between 0 and its largest number for the image at
 * hand, which is the document's batch of one image.
 * @throws InputError if a layer is not one of real numbers or has no parameters, or if activations are to be quantized and
 *   there is no ReLU
 */
export function quantizeMinMax(
  network: Network,
  { weights, inputs, activations }: QuantizedBits,
  { stored = 'real', layer: only }: MinMaxOptions = {},
): Network {
  const { pixels } = network.input;
  const other = network.layers.find((layer) => !isFloatLayer(layer));
  if (other !== undefined || pixels.rule !== 'real') {
    throw new InputError(`network ${network.name} is not one of real numbers, which alone are quantized`);
  }
  if (activations !== undefined && !network.layers.some(({ op }) => op === 'floatRelu')) {
    throw new InputError(`network ${network.name} has no floatRelu, whose outputs are the activations`);
  }
  const layers = network.layers.map((layer): Layer => {
    if (only !== undefined && layer.name !== only) return layer;
    if (layer.op === 'floatRelu' && activations !== undefined) return { ...layer, bits: activations };
    if (!isFloatParameterLayer(layer) || weights === undefined) return layer;
    const tensors = Object.entries(requireFloatParameters(layer)) as [string, Float32Array][];
    const quantized = tensors.map(([name, numbers]) => [name, quantizeTensor(numbers, weights)]);
    return { ...layer, parameters: Object.fromEntries(quantized) as FloatParameters } as Layer;
  });
  const quantizedPixels = inputs === undefined ? pixels : { ...pixels, quantization: { bits: inputs, stored } };
  return { ...network, input: { ...network.input, pixels: quantizedPixels }, layers };
}
