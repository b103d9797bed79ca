import { decodeValue } from '../data-type.js';
import type { Layer, Network, NetworkInput } from '../network.js';
import { pixelValues } from '../pixel-values.js';
import { averagePool } from './average-pool.js';
import { convolution } from './convolution.js';
import { fullyConnected } from './fully-connected.js';
import { integerConvolution } from './integer-convolution.js';
import { integerFullyConnected } from './integer-fully-connected.js';
import { maxPool } from './max-pool.js';

/**
 * Integer values of the network's input (under the name `input`) and of every layer (under its name), each in the order of
 * its shape, for the pixels of one image.
 * @throws InputError if a layer has no weights
 */
export function runReference(network: Network, pixels: Uint8Array): ReadonlyMap<string, Int32Array> {
  const values = new Map([['input', encodeInput(network.input, pixels)]]);
  for (const layer of network.layers) values.set(layer.name, runLayer(layer, values.get(layer.inputs[0])!));
  return values;
}

function runLayer(layer: Layer, input: Int32Array): Int32Array {
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
  }
}

/** Integer values that the first layer reads: one a pixel, then those of the padding's code 0. */
function encodeInput(input: NetworkInput, pixels: Uint8Array): Int32Array {
  const table = pixelValues(input);
  const values = new Int32Array(input.paddedFeatures).fill(decodeValue(input.type, 0));
  values.set(Int32Array.from(pixels, (pixel) => table[pixel]));
  return values;
}
