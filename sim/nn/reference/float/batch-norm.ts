import type { BatchNormParameters, FloatBatchNormLayer } from '../../float-layers.js';
import { requireFloatParameters } from '../../require-parameters.js';

/**
 * Reference of a batch norm for one image: x times gain, plus offset, of the channel.
 * @throws InputError if the layer has no parameters
 */
export function floatBatchNorm(layer: FloatBatchNormLayer, input: Float32Array): Float32Array {
  const { gain, offset } = gainAndOffset(requireFloatParameters(layer), layer.epsilon);
  return input.map((value, index) => {
    const channel = index % gain.length;
    return Math.fround(value * gain[channel]) + offset[channel];
  });
}

/** gain = weight / sqrt(variance + epsilon) and offset = bias - mean x gain, each operation rounded to 32 bits. */
export function gainAndOffset(
  { weights, bias, mean, variance }: BatchNormParameters,
  epsilon: number,
): { readonly gain: Float32Array; readonly offset: Float32Array } {
  const gain = weights.map((weight, channel) => {
    return weight / Math.fround(Math.sqrt(Math.fround(variance[channel] + Math.fround(epsilon))));
  });
  return { gain, offset: bias.map((value, channel) => value - Math.fround(mean[channel] * gain[channel])) };
}
