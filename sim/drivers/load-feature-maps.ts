import { offloadOverlayFor } from '../fabric/index.js';
import { readFeatureMaps } from '../nn/data/feature-map.js';
import { isPicture, readUprightPicture } from '../nn/data/read-picture.js';
import { type Network, pixelsPerImage } from '../nn/network.js';
import type { Pictures } from './job.js';
import { loadFront } from './offload-front.js';

/**
 * The codes that the first offloaded layer of a network reads: from a feature map (.npy, or packed as the engine's memory
 * holds it), or from a PNG or JPEG through the layers in software; with the sizes of these photos.
 * @param software folder with the parameters of these layers
 * @throws InputError where the file or the parameters cannot be used, or there are none
 */
export async function loadFeatureMaps(
  network: Network,
  bytes: Uint8Array,
  file: string,
  software: string | undefined,
): Promise<Required<Pick<Pictures, 'pixels' | 'photos'>>> {
  if (isPicture(bytes)) {
    const front = loadFront(network, software);
    const picture = await readUprightPicture(bytes, file);
    const { width, height } = picture;
    return { pixels: front(picture).codes, photos: [{ width, height }] };
  }
  const { shape, type } = network.input;
  const pixels = readFeatureMaps(bytes, file, { shape, bits: type.bits, pixelBytes: pixelBytesOf(network) });
  return { pixels, photos: Array(pixels.length / pixelsPerImage(network.input)).fill(null) };
}

/** Bytes of a pixel in the memory of the network's engine; tight where it has none. */
function pixelBytesOf(network: Network): number {
  const overlay = offloadOverlayFor(network);
  const { shape, type } = network.input;
  const [bits, channels] =
    overlay === undefined ? [type.bits, shape[2]] : [overlay.activationBits, overlay.maxInputChannels];
  return Math.ceil((bits * channels) / 8);
}
