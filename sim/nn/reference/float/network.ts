import { InputError } from '../../../core/input/input-error.js';
import { isFloatLayer, type Network } from '../../network.js';
import { realPixels } from '../../real-pixels.js';
import { runFloatLayer } from './layer.js';

/**
 * Numbers of the network's input (under the name `input`) and of every layer (under its name), each in the order of its
 * shape, for the pixels of one image.
 * @throws InputError if a layer is not one of real numbers, or has no parameters
 */
export function runFloatReference(network: Network, pixels: Uint8Array): ReadonlyMap<string, Float32Array> {
  const tables = realPixels(network.input);
  const input = Float32Array.from(pixels, (pixel, index) => tables[index % tables.length][pixel]);
  const values = new Map<string, Float32Array>([['input', input]]);
  for (const layer of network.layers) {
    if (!isFloatLayer(layer)) throw new InputError(`layer ${layer.name} is not one of real numbers`);
    const inputs = layer.inputs.map((name) => values.get(name)!);
    values.set(layer.name, runFloatLayer(layer, inputs));
  }
  return values;
}
