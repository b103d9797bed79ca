import type { MappedWindows } from './mapped-windows.js';

/** Vectors of a band, which are read again for every eight rows of weights: a part of the L2 cache of a core. */
const BAND_BYTES = 2 ** 17;

/** A kernel that multiplies `count` vectors with the matrix of a record; addresses and pitches are in bytes. */
export type MultiplyKernel = (
  product: number,
  vectors: number,
  pitch: number,
  count: number,
  output: number,
  outputPitch: number,
) => void;

/** The kernel that gathers the vectors of some rows of windows; channels are of 16 bits, addresses and the pitch in bytes. */
export type GatherKernel = (
  windows: number,
  input: number,
  channels: number,
  firstRow: number,
  rows: number,
  vectors: number,
  pitch: number,
) => void;

/** A matrix, what it is multiplied with, and where the outputs go; addresses and pitches are in bytes. */
export interface ProductPlaces {
  /** The matrix as a record of the kernels. */
  readonly record: number;
  readonly input: number;
  readonly output: number;
  /** From a vector to the next. */
  readonly pitch: number;
  /** From the outputs of a vector to those of the next. */
  readonly outputPitch: number;
}

/** Windows on a map, as vectors that have to be gathered. */
export interface GatheredWindows {
  readonly shape: MappedWindows;
  /** The windows as a record of the kernels. */
  readonly record: number;
  /** Channels of a group, in 16 bits. */
  readonly channels: number;
  /** Address of room for a band of vectors. */
  readonly vectors: number;
}

/** Multiplies vectors that lie one after the other, a band after the other. */
export function multiplyVectors(multiply: MultiplyKernel, places: ProductPlaces, vectors: number): void {
  const { record, input, output, pitch, outputPitch } = places;
  const band = Math.ceil(BAND_BYTES / pitch);
  for (let first = 0; first < vectors; first += band) {
    const count = Math.min(band, vectors - first);
    multiply(record, input + first * pitch, pitch, count, output + first * outputPitch, outputPitch);
  }
}

/** Gathers and multiplies windows, a band of the output's rows after the other. */
export function multiplyWindows(
  multiply: MultiplyKernel,
  gather: GatherKernel,
  places: ProductPlaces,
  windows: GatheredWindows,
): void {
  const { record, input, output, pitch, outputPitch } = places;
  const { shape, channels, vectors } = windows;
  const [height, width] = shape.output;
  const band = rowsOfBand(shape, pitch);
  for (let row = 0; row < height; row += band) {
    const rows = Math.min(band, height - row);
    gather(windows.record, input, channels, row, rows, vectors, pitch);
    multiply(record, vectors, pitch, rows * width, output + row * width * outputPitch, outputPitch);
  }
}

/** Bytes of the vectors that are gathered at once. */
export function bytesOfBand(shape: MappedWindows, pitch: number): number {
  return rowsOfBand(shape, pitch) * shape.output[1] * pitch;
}

function rowsOfBand({ output: [height, width] }: MappedWindows, pitch: number): number {
  return Math.min(Math.ceil(BAND_BYTES / (width * pitch)), height);
}
