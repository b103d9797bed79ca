import { elements, type Shape } from '../network.js';

/**
 * What a lane holds.
 * - `bits`: the bit of a 1-bit code.
 * - `ternary`: one bit in each of two planes, for -1, 0 and +1; low: not 0; high: negative.
 * - `integers`: 16 bits in two's complement.
 * - `scores`: 32 bits in two's complement.
 */
export type LaneFormat = 'bits' | 'ternary' | 'integers' | 'scores';

const PLANES = { bits: 1, ternary: 2, integers: 1, scores: 1 } as const;
const LANE_BITS = { bits: 1, ternary: 1, integers: 16, scores: 32 } as const;

/**
 * How the codes of one image lie in 32-bit words: plane after plane, in a plane pixel after pixel, in a pixel a lane for
 * each channel, lane 0 lowest. Every pixel begins with a new 64 bits and every plane with a new 128 bits; the lanes in
 * between are 0. A plain vector is one pixel, and its elements are the channels.
 */
export interface PackedTensor {
  readonly format: LaneFormat;
  readonly pixels: number;
  readonly channels: number;
  readonly pixelWords: number;
  readonly planeWords: number;
}

/** How codes of this shape are packed: height, width, channels, or a plain number of features. */
export function packedTensor(format: LaneFormat, shape: Shape): PackedTensor {
  const channels = shape.length === 3 ? shape[2] : elements(shape);
  const pixels = elements(shape) / channels;
  const pixelWords = 2 * Math.ceil((channels * LANE_BITS[format]) / 64);
  return { format, pixels, channels, pixelWords, planeWords: wordsOfPlane(pixels * pixelWords) };
}

/** Words of a plane that holds `words` words: the kernels read 128 bits at a time. */
export function wordsOfPlane(words: number): number {
  return 4 * Math.ceil(words / 4);
}

export function planesOf(format: LaneFormat): 1 | 2 {
  return PLANES[format];
}

/** Words of all planes. */
export function wordsOfTensor({ format, planeWords }: PackedTensor): number {
  return PLANES[format] * planeWords;
}

/** Where a lane begins: bits from the beginning of its plane. */
export function bitOfLane({ format, pixelWords }: PackedTensor, pixel: number, channel: number): number {
  return 32 * pixelWords * pixel + LANE_BITS[format] * channel;
}
