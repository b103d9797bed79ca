import { InputError } from '../../core/input/input-error.js';
import { elements, type Shape } from '../network.js';
import { isNpy, readNpy, writeNpy } from './npy.js';

/** A feature map in the memory of an engine for multi-layer offload. */
export interface FeatureMapFormat {
  /** Height, width, channels. */
  readonly shape: Shape;
  /** Bits of a code, unsigned, at most 8. */
  readonly bits: number;
  /** Bytes of a pixel in the engine's memory, whatever channels it has: 96 in W1A2, 192 in W1A3. */
  readonly pixelBytes: number;
}

const MEMORY_WORD_BYTES = 8;

/**
 * Codes of the feature maps in a file, one a byte, in the order height, width, channels. The file is
 * - .npy: integers of the shape height, width, channels, or of several such maps;
 * - else one map in the order height, width (facts/qnn-mo-pynq.md sections 2.3 and 5): a pixel holds its channels from the
 *   lowest bit of its first byte on, and has as many bytes as they fill, or as the 64-bit words that they fill have, or
 *   `pixelBytes`. Which, is known by the size of the file; in the last form more bytes may follow.
 * @throws InputError where the shape or the size fits none, a code does not fit its bits, or a pixel has one behind its channels
 */
export function readFeatureMaps(bytes: Uint8Array, file: string, format: FeatureMapFormat): Uint8Array {
  return isNpy(bytes) ? readNpyMaps(bytes, file, format) : readPackedMap(bytes, file, format);
}

/** One feature map as .npy: uint8 of the shape height, width, channels. */
export function writeNpyMap(codes: Uint8Array, { shape }: Pick<FeatureMapFormat, 'shape'>): Uint8Array {
  return writeNpy({ shape, data: codes });
}

/**
 * One feature map as the engine's memory holds it, or with pixels of as many bytes as their channels fill.
 * @param codes in the order height, width, channels
 */
export function packFeatureMap(codes: Uint8Array, format: FeatureMapFormat, pixels: 'padded' | 'tight'): Uint8Array {
  const { shape, bits } = format;
  const [height, width, channels] = shape;
  const pixelBytes = pixels === 'padded' ? format.pixelBytes : tightBytes(format);
  const packed = new Uint8Array(height * width * pixelBytes);
  for (let pixel = 0; pixel < height * width; pixel++) {
    for (let channel = 0; channel < channels; channel++) {
      const at = pixel * pixelBytes + ((channel * bits) >>> 3);
      const lane = codes[pixel * channels + channel] << ((channel * bits) & 7);
      packed[at] |= lane;
      if (lane > 0xff) packed[at + 1] |= lane >>> 8;
    }
  }
  return packed;
}

function tightBytes({ shape, bits }: FeatureMapFormat): number {
  return Math.ceil((shape[2] * bits) / 8);
}

function readNpyMaps(bytes: Uint8Array, file: string, { shape, bits }: FeatureMapFormat): Uint8Array {
  const array = readNpy(bytes, file);
  const ofMap = array.shape.slice(-shape.length);
  if (ofMap.join() !== shape.join() || array.shape.length > shape.length + 1) {
    const wanted = `expected ${shape.join(' x ')} (height, width, channels), or several such maps`;
    throw new InputError(`found an array of ${array.shape.join(' x ')}, ${wanted}`, { file });
  }
  const largest = 2 ** bits - 1;
  const wrong = array.data.findIndex((code) => !(Number.isInteger(code) && code >= 0 && code <= largest));
  if (wrong >= 0) {
    throw new InputError(`element ${wrong}: found the code ${array.data[wrong]}, allowed: 0 to ${largest}`, { file });
  }
  return Uint8Array.from(array.data);
}

function readPackedMap(bytes: Uint8Array, file: string, format: FeatureMapFormat): Uint8Array {
  const { shape, bits } = format;
  const [height, width, channels] = shape;
  const pixelBytes = pixelBytesIn(bytes.length, file, format);
  const codes = new Uint8Array(elements(shape));
  for (let pixel = 0; pixel < height * width; pixel++) {
    for (let channel = 0; channel < channels; channel++) {
      const at = pixel * pixelBytes + ((channel * bits) >>> 3);
      const two = bytes[at] | (bytes[at + 1] << 8);
      codes[pixel * channels + channel] = (two >>> ((channel * bits) & 7)) & (2 ** bits - 1);
    }
  }
  const unused = firstUnusedBit(bytes, pixelBytes, format);
  if (unused === undefined) return codes;
  const pixel = Math.floor(unused / (8 * pixelBytes));
  const lane = Math.floor((unused % (8 * pixelBytes)) / bits);
  const place = `row ${Math.floor(pixel / width)}, column ${pixel % width}`;
  throw new InputError(`${place}: found a code in channel ${lane}, allowed: zeros behind the ${channels} channels`, {
    file,
  });
}

/** The first bit that is set in the pixels without being one of a channel's. */
function firstUnusedBit(bytes: Uint8Array, pixelBytes: number, { shape, bits }: FeatureMapFormat): number | undefined {
  const [height, width, channels] = shape;
  const used = channels * bits;
  for (let pixel = 0; pixel < height * width; pixel++) {
    for (let at = used >>> 3; at < pixelBytes; at++) {
      const from = Math.max(used - at * 8, 0);
      const rest = bytes[pixel * pixelBytes + at] >>> from;
      if (rest !== 0) return (pixel * pixelBytes + at) * 8 + from + Math.log2(rest & -rest);
    }
  }
  return undefined;
}

function pixelBytesIn(size: number, file: string, format: FeatureMapFormat): number {
  const [height, width] = format.shape;
  const tight = tightBytes(format);
  const inWords = MEMORY_WORD_BYTES * Math.ceil(tight / MEMORY_WORD_BYTES);
  const forms = [...new Set([tight, inWords, format.pixelBytes])];
  const found = forms.find((pixelBytes) => size === height * width * pixelBytes);
  if (found !== undefined) return found;
  if (size > height * width * format.pixelBytes) return format.pixelBytes;
  const allowed = forms.map((pixelBytes) => `${height * width * pixelBytes}`).join(', ');
  const pixels = `${height} x ${width} pixels of ${forms.join(', ')} bytes`;
  const more = `after ${height * width * format.pixelBytes} bytes others may follow`;
  throw new InputError(`${size} bytes, allowed: ${allowed} (${pixels}; ${more})`, { file });
}
