import { packFloatNetwork } from '../../kernels/float-network.js';
import { FloatRunner } from '../../kernels/float-runner.js';
import { elements, type Network, pixelsPerImage } from '../../network.js';
import { realPixels } from '../../real-pixels.js';
import type { Parts } from './scheme.js';

/**
 * Tensors of a network of real numbers for the first images of a calibration set, a part for each image, by the name of the
 * layer that gives them; `input` is the network's input.
 * @param names of the layers whose outputs are wanted
 * @throws InputError if a layer has no parameters
 */
export function calibrate(
  network: Network,
  names: readonly string[],
  pixels: Uint8Array,
  images: number,
): ReadonlyMap<string, Parts> {
  const runner = new FloatRunner(packFloatNetwork(network));
  const wanted = network.layers.flatMap(({ name }, index) => (names.includes(name) ? [{ name, index }] : []));
  const inputs: Float32Array[] = [];
  const tensors = new Map<string, Float32Array[]>(wanted.map(({ name }) => [name, []]));
  const words = new Uint32Array(elements(network.layers[network.layers.length - 1].outputShape));
  const each = pixelsPerImage(network.input);
  const tables = realPixels(network.input);
  for (let image = 0; image < images; image++) {
    const own = pixels.subarray(image * each, (image + 1) * each);
    inputs.push(Float32Array.from(own, (pixel, index) => tables[index % tables.length][pixel]));
    runner.run(own, 0, 1, words);
    for (const { name, index } of wanted) tensors.get(name)!.push(runner.outputOfLayer(index));
  }
  return new Map<string, Parts>([['input', inputs], ...tensors]);
}
