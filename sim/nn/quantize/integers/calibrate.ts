import { packFloatNetwork } from '../../kernels/float-network.js';
import { FloatRunner } from '../../kernels/float-runner.js';
import { elements, type Network, pixelsPerImage } from '../../network.js';
import { realPixels } from '../../real-pixels.js';

/** Images one after the other. */
export interface Calibration {
  readonly pixels: Uint8Array;
  readonly images: number;
}

/**
 * Shows tensors of a network of real numbers for one image after the other, by the name of the layer that gives them; `input` is
 * the network's input. None is kept, so that large networks and calibration sets have room.
 * @param names of the tensors that are wanted
 * @param see is shown all of an image before the next, in the order of the layers
 * @throws InputError if a layer has no parameters
 */
export function showTensors(
  network: Network,
  names: ReadonlySet<string>,
  { pixels, images }: Calibration,
  see: (name: string, values: Float32Array, image: number) => void,
): void {
  const runner = new FloatRunner(packFloatNetwork(network));
  const words = new Uint32Array(elements(network.layers[network.layers.length - 1].outputShape));
  const each = pixelsPerImage(network.input);
  const tables = realPixels(network.input);
  for (let image = 0; image < images; image++) {
    const own = pixels.subarray(image * each, (image + 1) * each);
    if (names.has('input'))
      see(
        'input',
        Float32Array.from(own, (pixel, index) => tables[index % tables.length][pixel]),
        image,
      );
    runner.run(own, 0, 1, words);
    for (const [index, { name }] of network.layers.entries()) {
      if (names.has(name)) see(name, runner.outputOfLayer(index), image);
    }
  }
}
