import { decodeValue } from '../data-type.js';
import type { Network, NetworkInput } from '../network.js';
import { fullyConnected } from './fully-connected.js';

/**
 * Integer values of the network's input (under the name `input`) and of every layer (under its name), in the order of
 * the graph, for the pixels of one image.
 * @throws InputError if a layer has no weights
 */
export function runReference(network: Network, pixels: Uint8Array): ReadonlyMap<string, Int32Array> {
  const values = new Map([['input', encodeInput(network.input, pixels)]]);
  for (const layer of network.layers) {
    values.set(layer.name, fullyConnected(layer, values.get(layer.inputs[0])!));
  }
  return values;
}

/** Integer values that the first layer reads: one a pixel, then those of the padding's code 0. */
function encodeInput(input: NetworkInput, pixels: Uint8Array): Int32Array {
  return Int32Array.from({ length: input.paddedFeatures }, (_, feature) =>
    decodeValue(input.type, feature < pixels.length && pixels[feature] >= input.threshold ? 1 : 0),
  );
}
