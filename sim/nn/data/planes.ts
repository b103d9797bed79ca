import { InputError } from '../../core/input/input-error.js';
import { type NetworkInput, pixelsPerImage } from '../network.js';
import { pixelTables } from '../pixel-values.js';

/**
 * The pixels of an image that is given as a network reads it, plane after plane: an integer of the input's type in each byte,
 * by channel, row and column. So GAP8's application has it in memory (data/models/README.md).
 * @returns pixels by row, column and channel
 * @throws InputError where the size is another, or for an integer that no pixel stands for
 */
export function readPlanes(bytes: Uint8Array, file: string, input: NetworkInput): Uint8Array {
  const [height, width = 1, channels = 1] = input.shape;
  if (bytes.length !== pixelsPerImage(input)) {
    const expected = `expected ${pixelsPerImage(input)} (${channels} planes of ${height} x ${width})`;
    throw new InputError(`${bytes.length} bytes, ${expected}, or a PNG or JPEG file`, { file });
  }
  const [values, ...others] = pixelTables(input);
  if (others.length > 0) throw new InputError('planes of integers, but the network normalises pixels', { file });
  const pixelOf = new Map([...values].map((value, pixel) => [value & 0xff, pixel]));
  const pixels = new Uint8Array(bytes.length);
  bytes.forEach((byte, index) => {
    const pixel = pixelOf.get(byte);
    if (pixel === undefined)
      throw new InputError(`byte ${index}: no pixel of the network's input is ${byte}`, { file });
    const place = index % (height * width);
    pixels[place * channels + Math.floor(index / (height * width))] = pixel;
  });
  return pixels;
}
