import { elements, type Shape } from '../network.js';

/**
 * What a lane holds.
 * - `bits`: the bit of a bipolar code.
 * - `ternary`: one bit in each of two planes, for -1, 0 and +1; low: not 0; high: negative.
 * - `unsigned`: the bits of an unsigned code, one in each plane, lowest first.
 * - `integers`: 16 bits in two's complement.
 * - `scores`: 32 bits in two's complement.
 */
export type LaneFormat = 'bits' | 'ternary' | 'unsigned' | 'integers' | 'scores';

/** What the lanes of a tensor hold, and on how many planes. */
export interface Lanes {
  readonly format: LaneFormat;
  readonly planes: number;
}

const LANE_BITS = { bits: 1, ternary: 1, unsigned: 1, integers: 16, scores: 32 } as const;

/**
 * How the codes of one image lie in 32-bit words: plane after plane, in a plane part after part, in a part pixel after pixel,
 * in a pixel a lane for each channel, lane 0 lowest. The parts split the channels into equal ranges, so that a group of a
 * convolution reads or writes whole parts. Every pixel of a part begins with a new 64 bits and every plane with a new 128
 * bits; the lanes in between are 0. A plain vector is one pixel, and its elements are the channels.
 */
export interface PackedTensor extends Lanes {
  readonly parts: number;
  readonly pixels: number;
  /** Of a pixel, in all parts. */
  readonly channels: number;
  /** Of a pixel of one part. */
  readonly pixelWords: number;
  readonly partWords: number;
  readonly planeWords: number;
}

/** How codes of this shape are packed: height, width, channels, or a plain number of features. */
export function packedTensor(lanes: Lanes, shape: Shape, parts: number): PackedTensor {
  const channels = shape.length === 3 ? shape[2] : elements(shape);
  const pixels = elements(shape) / channels;
  const pixelWords = 2 * Math.ceil(((channels / parts) * LANE_BITS[lanes.format]) / 64);
  const partWords = pixels * pixelWords;
  return { ...lanes, parts, pixels, channels, pixelWords, partWords, planeWords: wordsOfPlane(parts * partWords) };
}

/** Words of a plane that holds `words` words: the kernels read 128 bits at a time. */
export function wordsOfPlane(words: number): number {
  return 4 * Math.ceil(words / 4);
}

/** Words of all planes. */
export function wordsOfTensor({ planes, planeWords }: PackedTensor): number {
  return planes * planeWords;
}

/** Where a lane begins: bits from the beginning of its plane. */
export function bitOfLane(tensor: PackedTensor, pixel: number, channel: number): number {
  const { format, parts, channels, pixelWords, partWords } = tensor;
  const part = Math.floor((channel * parts) / channels);
  const word = part * partWords + pixel * pixelWords;
  return 32 * word + LANE_BITS[format] * (channel - (part * channels) / parts);
}
