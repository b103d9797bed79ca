import { type AnyWindowTile, windowCountsOf } from './any-window.js';
import type { Im2colTile } from './convolution.js';

/** What a kernel whose windows are worked on tap by tap costs a core, in cycles. */
interface TapParts {
  readonly output: number;
  readonly row: number;
  readonly tap: number;
}

/** What the inner parts of the kernels for any window cost a core, in cycles. */
export interface WindowParts {
  readonly im2colOutput: number;
  readonly im2colRest: number;
  readonly im2colMisaligned: number;
  readonly im2colByte: number;
  readonly im2colRow: number;
  readonly im2colChannel: number;
  readonly im2colPixel: number;
  readonly im2colZero: number;
  readonly depthwiseWindowTap: number;
  readonly depthwiseWindowRow: number;
  readonly depthwiseWindowOutput: number;
  readonly maxPoolTap: number;
  readonly maxPoolRow: number;
  readonly maxPoolOutput: number;
  readonly averageWindowTap: number;
  readonly averageWindowRow: number;
  readonly averageWindowOutput: number;
}

/** Multiply-accumulates of an iteration of the dot loop, and bytes of a word. */
const DOT_MACS = 8;
const WORD_BYTES = 4;

/**
 * Cycles of a convolution with any window: the window of each output is gathered, then come the rows of weights.
 * @param channels of the input that a core gathers
 * @param rows of weights of a core
 */
export function im2colCycles(
  tile: Im2colTile,
  channels: number,
  rows: number,
  parts: WindowParts & { readonly dotIteration: number },
): number {
  const counts = windowCountsOf('im2col', tile);
  const taps = tile.kernelHeight * tile.kernelWidth;
  const gather =
    counts.outputs * parts.im2colChannel +
    counts.rows * parts.im2colRow +
    counts.taps * parts.im2colByte +
    counts.overhanging * taps * parts.im2colZero;
  const products = tile.inChannels * taps;
  const iterations = Math.floor(products / DOT_MACS);
  const row =
    iterations * (parts.dotIteration + (products % WORD_BYTES === 0 ? 0 : parts.im2colMisaligned)) +
    (products % DOT_MACS) * parts.im2colRest +
    parts.im2colOutput;
  return channels * gather + counts.outputs * (rows * row + parts.im2colPixel);
}

/** Cycles of a channel of a kernel whose windows are worked on tap by tap. */
export function tapCycles(tile: AnyWindowTile, parts: TapParts): number {
  const counts = windowCountsOf('window', tile);
  return counts.outputs * parts.output + counts.rows * parts.row + counts.taps * parts.tap;
}
