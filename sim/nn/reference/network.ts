import { InputError } from '../../core/input/input-error.js';
import { decodeValue } from '../data-type.js';
import { isFloatLayer, type Network, type NetworkInput } from '../network.js';
import { pixelTables } from '../pixel-values.js';
import { runLayer } from './layer.js';

/**
 * Integer values of the network's input (under the name `input`) and of every layer (under its name), each in the order of
 * its shape, for the pixels of one image.
 * @throws InputError if a layer has no weights, or is one of real numbers
 */
export function runReference(network: Network, pixels: Uint8Array): ReadonlyMap<string, Int32Array> {
  const values = new Map([['input', encodeInput(network.input, pixels)]]);
  for (const layer of network.layers) {
    if (isFloatLayer(layer)) throw new InputError(`layer ${layer.name} is one of real numbers`);
    const inputs = layer.inputs.map((name) => values.get(name)!);
    values.set(layer.name, runLayer(layer, inputs));
  }
  return values;
}

/** Integer values that the first layer reads: one a pixel, then those of the padding's code 0. */
function encodeInput(input: NetworkInput, pixels: Uint8Array): Int32Array {
  const tables = pixelTables(input);
  const values = new Int32Array(input.paddedFeatures).fill(decodeValue(input.type, 0));
  values.set(Int32Array.from(pixels, (pixel, index) => tables[index % tables.length][pixel]));
  return values;
}
