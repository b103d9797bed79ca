import { concatenate } from '../core/input/bytes.js';
import { InputError } from '../core/input/input-error.js';
import { type Overlay, publishedOverlay, unfoldedOverlay } from '../fabric/index.js';
import type { IdxArray } from '../nn/data/idx.js';
import { loadIdx } from '../nn/data/load-idx.js';
import { mnistTestImages, mnistTestLabels } from '../nn/data/mnist.js';
import { type Network, pixelsPerImage } from '../nn/network.js';
import { loadBnnPynq } from '../nn/parameters/load-parameters.js';
import { withParameters } from '../nn/with-parameters.js';
import type { Pictures } from './job.js';

/** The published overlay of a network or, where there is none, one lane in every layer. */
export function usualOverlay(network: Network): Overlay {
  return publishedOverlay(network) ?? unfoldedOverlay(network);
}

/**
 * A network with the original project's parameter files, which are laid out for the published folding.
 * @param path folder or .tar
 * @throws InputError where they are not there or do not fit
 */
export function withOriginalParameters(network: Network, path: string): Network {
  const { layers } = usualOverlay(network);
  const foldings = network.layers.map(({ name }) => layers.find((layer) => layer.name === name)!);
  return withParameters(network, loadBnnPynq(path, network, foldings).parameters, path);
}

/**
 * Pictures from idx files, one after the other, with their labels from another.
 * @throws InputError where a file cannot be used, the pictures do not fit the network, or the counts differ
 */
export function loadPictures(network: Network, files: readonly string[], labels?: string): Pictures {
  const pixels = concatenate(files.map((file) => checkPictures(network, loadIdx(file, 3), file)));
  if (labels === undefined) return { pixels };
  const count = countPictures(network, { pixels });
  const classes = loadIdx(labels, 1);
  if (classes.shape[0] !== count) {
    throw new InputError(`${classes.shape[0]} labels for ${count} images of ${files.join(', ')}`, { file: labels });
  }
  return { pixels, labels: classes.data };
}

/** How many pictures of the network's shape there are. */
export function countPictures({ input }: Network, { pixels }: Pictures): number {
  return pixels.length / pixelsPerImage(input);
}

/**
 * The test pictures of the data set that the network is judged on.
 * @throws InputError if the network names none
 */
export function loadTestPictures(network: Network): Pictures {
  if (network.dataset === undefined) throw new InputError(`${network.name} names no data set; give --input`);
  const images = mnistTestImages();
  return { pixels: checkPictures(network, images, 'the MNIST test set'), labels: mnistTestLabels() };
}

function checkPictures({ name, input }: Network, { shape, data }: IdxArray, file: string): Uint8Array {
  const [expected, found] = [input.shape, shape.slice(1)].map((sizes) => sizes.join(' x '));
  if (expected === found) return data;
  throw new InputError(`images of ${found}, ${name} takes ${expected}`, { file });
}
