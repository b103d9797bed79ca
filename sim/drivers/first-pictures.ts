import { InputError } from '../core/input/input-error.js';
import { type Network, pixelsPerImage } from '../nn/network.js';
import type { Pictures } from './job.js';
import { countPictures } from './load-pictures.js';

/**
 * The first of some pictures, all where no number is given.
 * @throws InputError where there are fewer
 */
export function firstPictures(network: Network, pictures: Pictures, images?: number): Pictures {
  const available = countPictures(network, pictures);
  if (images === undefined) return pictures;
  if (images > available) {
    throw new InputError(`--images ${images}, allowed: at most ${available}, the images that there are`);
  }
  const { pixels, labels } = pictures;
  return {
    pixels: pixels.subarray(0, images * pixelsPerImage(network.input)),
    ...(labels === undefined ? {} : { labels: labels.subarray(0, images) }),
  };
}
