import { z } from 'zod';
import { type FinnType, finnType } from './data-type.js';
import { type FinnEstimate, NOTHING } from './estimate.js';
import { uramOf } from './memories.js';
import { count, dividing, flag, pair, ramStyle } from './parameters.js';

interface SlidingWindow {
  readonly IFMChannels: number;
  readonly ConvKernelDim: readonly number[];
  readonly IFMDim: readonly number[];
  readonly OFMDim: readonly number[];
  readonly SIMD: number;
  readonly Stride: readonly number[];
  readonly Dilation: readonly number[];
  readonly depthwise: 0 | 1;
  readonly parallel_window: 0 | 1;
  readonly inputDataType: FinnType;
  readonly ram_style: z.infer<typeof ramStyle>;
}

/** Parameters of ConvolutionInputGenerator_rtl. */
export const slidingWindowParameters = dividing(
  z.strictObject({
    IFMChannels: count,
    ConvKernelDim: pair,
    IFMDim: pair,
    OFMDim: pair,
    SIMD: count,
    Stride: pair.default([1, 1]),
    Dilation: pair.default([1, 1]),
    depthwise: flag.default(0),
    parallel_window: flag.default(0),
    inputDataType: finnType,
    outputDataType: finnType.optional(),
    is1D: flag.default(0),
    dynamic_mode: flag.default(0),
    M: count.default(1),
    ram_style: ramStyle.default('auto'),
  }),
  ({ SIMD, IFMChannels }) => [['SIMD', SIMD, 'IFMChannels', IFMChannels]],
).superRefine((window, context) => {
  const { SIMD, IFMChannels, parallel_window, depthwise } = window;
  if (parallel_window === 0 || depthwise === 1 || isPointwise(window) || SIMD === IFMChannels) return;
  context.addIssue({
    code: 'custom',
    path: ['SIMD'],
    message: `found ${SIMD} with parallel_window, allowed: IFMChannels=${IFMChannels}`,
  });
});

/** ConvolutionInputGenerator_rtl: the sliding-window unit in RTL, a word at a time (default) or a window (parallel). */
export function estimateSlidingWindow(window: SlidingWindow): FinnEstimate {
  const { SIMD, inputDataType, ram_style } = window;
  const bufferDepth = depthOf(window);
  const width = SIMD * inputDataType.bits;
  const { depth, buffers } = isParallel(window) ? lineBuffers(window) : { depth: bufferDepth, buffers: 1 };
  return {
    ...NOTHING,
    cycles: cyclesOf(window),
    lut: 300 + (ram_style === 'distributed' ? width * Math.ceil(bufferDepth / 38) : 0),
    bram18: ram_style === 'block' || ram_style === 'auto' ? cascadedBram18(depth, width) * buffers : 0,
    uram: ram_style === 'ultra' ? uramOf({ depth, width }) * buffers : 0,
    bufferDepth,
  };
}

function isParallel(window: SlidingWindow): boolean {
  return window.parallel_window === 1 || isPointwise(window);
}

function isPointwise({ ConvKernelDim: [height, width] }: Pick<SlidingWindow, 'ConvKernelDim'>): boolean {
  return height === 1 && width === 1;
}

function isOneDimensional({ IFMDim }: SlidingWindow): boolean {
  return IFMDim.includes(1);
}

/** CF: words of a pixel. */
function channelFactor({ IFMChannels, SIMD }: SlidingWindow): number {
  return IFMChannels / SIMD;
}

/** Pixels from the first to the last of a window. */
function span({ ConvKernelDim: [kh, kw], Dilation: [dh, dw], IFMDim: [, width] }: SlidingWindow): number {
  return (kh - 1) * dh * width + (kw - 1) * dw + 1;
}

/** Words that the buffer holds. (facts/finn.md section 2) */
function depthOf(window: SlidingWindow): number {
  const [kh, kw] = window.ConvKernelDim;
  const [sh, sw] = window.Stride;
  const cf = channelFactor(window);
  if (isParallel(window)) return (span(window) - 1) * cf + 2;
  const preloaded = (pixels: number) => Math.max(0, (pixels - kh * kw) * cf);
  return span(window) * cf + preloaded(sw - 1) + preloaded((sh - 1) * window.IFMDim[1]);
}

/** Row buffers of the parallel style; a row of pixels needs none. */
function lineBuffers(window: SlidingWindow): { readonly depth: number; readonly buffers: number } {
  const [kh, kw] = window.ConvKernelDim;
  const [dh, dw] = window.Dilation;
  const width = window.IFMDim[1];
  const buffers = isOneDimensional(window) ? 0 : kh - 1;
  return { depth: width - ((kw - 1) * dw + 1) + width * (dh - 1), buffers };
}

/** RAMB18 of a buffer, cascaded in steps of 16 Ki words of which the last may be less deep. */
function cascadedBram18(depth: number, width: number): number {
  const columns = (words: number) => Math.ceil(width / bram18Width(words));
  const saved = depth > 16384 ? columns(depth) - columns(depth % 16384) : 0;
  return Math.ceil(depth / 16384) * columns(depth) - saved;
}

function bram18Width(depth: number): number {
  if (depth <= 512) return 36;
  if (depth <= 1024) return 18;
  if (depth <= 2048) return 9;
  if (depth <= 4096) return 4;
  return depth <= 8192 ? 2 : 1;
}

/** FINN's expected cycles of a frame. (facts/finn.md section 1) */
function cyclesOf(window: SlidingWindow): number {
  const { IFMDim, depthwise } = window;
  const cf = channelFactor(window);
  if (isParallel(window)) return IFMDim[0] * IFMDim[1] * cf + 2;
  if (isOneDimensional(window)) return cyclesOfRow(window);
  const [kh, kw] = window.ConvKernelDim;
  const [sh, sw] = window.Stride;
  const [oh, ow] = window.OFMDim;
  const row = Math.max(ow * kw * kh * cf, sw * IFMDim[1] * cf);
  const cycles = span(window) * cf + oh * row;
  return depthwise === 0 ? cycles : cycles + oh * ow * (sw - 1) * (cf - 1) + (sh - 1) * IFMDim[1] * cf;
}

/** The same of a single row of pixels, which may lie along either axis. */
function cyclesOfRow(window: SlidingWindow): number {
  const axis = window.IFMDim[1] === 1 ? 0 : 1;
  const [k, s, o] = [window.ConvKernelDim[axis], window.Stride[axis], window.OFMDim[axis]];
  const cf = channelFactor(window);
  const cycles = o * k * cf + 2;
  return window.depthwise === 0 ? cycles : cycles + cf * (k - 1) * (s - 1) - (k - 1);
}
