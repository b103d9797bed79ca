import { concatenate } from '../../core/input/bytes.js';
import { CIFAR_RECORD_BYTES, CIFAR_SHAPE } from '../../nn/data/cifar.js';
import { elements, pixelsPerImage } from '../../nn/network.js';
import type { Job } from '../job.js';

const IDX_OF_BYTES = 0x0803;

/**
 * The images of a job in the file format that BNN-PYNQ's classifiers read: idx for MNIST, else CIFAR-10's binary version, planes of
 * red, green and blue after a label that nobody reads.
 */
export function imageFile({ network, images, pictures }: Job): Uint8Array {
  const { shape } = network.input;
  const pixels = pictures!.pixels.subarray(0, images * pixelsPerImage(network.input));
  if (network.dataset === 'mnist') {
    const head = new DataView(new ArrayBuffer(16));
    for (const [index, field] of [IDX_OF_BYTES, images, shape[0], shape[1]].entries()) head.setUint32(4 * index, field);
    return concatenate([new Uint8Array(head.buffer), pixels]);
  }
  const [height, width, channels] = CIFAR_SHAPE;
  const file = new Uint8Array(images * CIFAR_RECORD_BYTES);
  const each = elements(CIFAR_SHAPE);
  const plane = height * width;
  for (let index = 0; index < images * each; index++) {
    const within = index % each;
    const place = 1 + (within % channels) * plane + Math.floor(within / channels);
    file[Math.floor(index / each) * CIFAR_RECORD_BYTES + place] = pixels[index];
  }
  return file;
}
