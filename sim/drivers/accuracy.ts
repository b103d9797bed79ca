import { classify } from '../nn/classify.js';
import { decodeValue } from '../nn/data-type.js';
import { createExecutor } from '../nn/execute.js';
import { type Network, pixelsPerImage } from '../nn/network.js';
import { getCode, type PackedMatrix } from '../nn/packed-matrix.js';
import type { Pictures } from './job.js';

/** Images after which progress is told, as the document does it (seeds/003). */
export const PROGRESS_IMAGES = 500;

export interface Accuracy {
  readonly correct: number;
  readonly total: number;
}

/**
 * How many of the first `images` pictures a network gives the class of their label.
 * @param progress told of the images done, after every `PROGRESS_IMAGES`
 * @throws InputError if a layer has no weights, or the network no classes
 */
export async function accuracyOf(
  network: Network,
  { pixels, labels }: Required<Pick<Pictures, 'pixels' | 'labels'>>,
  images: number,
  progress?: (images: number) => void,
): Promise<Accuracy> {
  const executor = createExecutor(network);
  const each = pixelsPerImage(network.input);
  let correct = 0;
  try {
    for (let first = 0; first < images; first += PROGRESS_IMAGES) {
      const last = Math.min(first + PROGRESS_IMAGES, images);
      const outputs = await executor.run(pixels.subarray(first * each, last * each), last - first);
      correct += classify(network, outputs).filter((found, index) => found === labels[first + index]).length;
      if (last - first === PROGRESS_IMAGES) progress?.(last);
    }
  } finally {
    await executor.close();
  }
  return { correct, total: images };
}

/** Values of the last layer for the first `images` pictures, image after image. */
export async function outputsOf(network: Network, pixels: Uint8Array, images: number): Promise<Float64Array> {
  const executor = createExecutor(network, { backend: 'wasm' });
  try {
    return valuesOf(network, await executor.run(pixels, images));
  } finally {
    await executor.close();
  }
}

function valuesOf({ layers }: Network, outputs: PackedMatrix): Float64Array {
  const { outputType } = layers[layers.length - 1];
  return Float64Array.from({ length: outputs.rows * outputs.columns }, (_, index) => {
    const code = getCode(outputs, Math.floor(index / outputs.columns), index % outputs.columns);
    return decodeValue(outputType, code) * outputType.scale;
  });
}
