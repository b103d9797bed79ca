import { InputError } from '../../core/input/input-error.js';

const SIDE = 32;
const CHANNELS = 3;
const PIXELS = SIDE * SIDE;
const CLASSES = 10;

/** Shape of a CIFAR picture: height, width, and channels red, green, blue. */
export const CIFAR_SHAPE: readonly number[] = [SIDE, SIDE, CHANNELS];

/** Bytes of a record of the binary version of CIFAR-10. */
export const CIFAR_RECORD_BYTES = 1 + PIXELS * CHANNELS;

/** Pictures of CIFAR-10 with their classes. */
export interface CifarPictures {
  /** Red, green and blue of each pixel, row by row, one picture after the other. */
  readonly pixels: Uint8Array;
  readonly labels: Uint8Array;
}

/**
 * Reads the binary version of CIFAR-10: for each picture a byte with its class and then all its reds, all its greens and
 * all its blues, row by row (https://www.cs.toronto.edu/~kriz/cifar.html).
 * @throws InputError where the file does not hold whole records, or a class is above 9
 */
export function readCifar(bytes: Uint8Array, file: string): CifarPictures {
  const images = bytes.length / CIFAR_RECORD_BYTES;
  if (!Number.isInteger(images) || images === 0) {
    const allowed = `a multiple of ${CIFAR_RECORD_BYTES} (a class and ${CIFAR_SHAPE.join(' x ')} pixels)`;
    throw new InputError(`${bytes.length} bytes of CIFAR pictures, allowed: ${allowed}`, { file });
  }
  const labels = Uint8Array.from({ length: images }, (_, image) => bytes[image * CIFAR_RECORD_BYTES]);
  const wrong = labels.findIndex((label) => label >= CLASSES);
  if (wrong >= 0) {
    throw new InputError(`picture ${wrong}: found the class ${labels[wrong]}, allowed: 0 to ${CLASSES - 1}`, { file });
  }
  const pixels = new Uint8Array(images * PIXELS * CHANNELS);
  for (let image = 0; image < images; image++) {
    for (let channel = 0; channel < CHANNELS; channel++) {
      const plane = image * CIFAR_RECORD_BYTES + 1 + channel * PIXELS;
      const target = image * PIXELS * CHANNELS + channel;
      for (let pixel = 0; pixel < PIXELS; pixel++) pixels[target + pixel * CHANNELS] = bytes[plane + pixel];
    }
  }
  return { pixels, labels };
}
