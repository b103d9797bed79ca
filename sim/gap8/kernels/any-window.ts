import { InputError } from '../../core/input/input-error.js';
import { COUNT, requireSizes, type SizeLimits } from './require-sizes.js';
import type { WindowTile } from './window.js';

/** Planes under a window of any size and stride, which may overhang at each side by less than its size. */
export interface AnyWindowTile extends WindowTile {
  readonly kernelHeight: number;
  readonly kernelWidth: number;
  readonly strideY: number;
  readonly strideX: number;
}

/** Rows or columns of a window, and steps between windows. */
export const MOST_KERNEL = 64;
export const MOST_STRIDE = 64;

const KERNEL = [1, MOST_KERNEL] as const;
const STRIDE = [1, MOST_STRIDE] as const;

/** @throws InputError where a size cannot be */
function requireWindow(kernel: string, tile: AnyWindowTile): void {
  const { kernelHeight, kernelWidth } = tile;
  const own: SizeLimits<AnyWindowTile> = {
    ...{ width: COUNT, height: COUNT, kernelHeight: KERNEL, kernelWidth: KERNEL, strideY: STRIDE, strideX: STRIDE },
    ...{ padTop: [0, kernelHeight - 1], padBottom: [0, kernelHeight - 1] },
    ...{ padLeft: [0, kernelWidth - 1], padRight: [0, kernelWidth - 1] },
  };
  requireSizes(kernel, tile, own);
}

/** @throws InputError where a size cannot be, or no window fits */
export function anyOutputSize(kernel: string, tile: AnyWindowTile): { outWidth: number; outHeight: number } {
  requireWindow(kernel, tile);
  const { width, height, padLeft, padRight, padTop, padBottom, kernelHeight, kernelWidth } = tile;
  const size = {
    outWidth: Math.floor((width + padLeft + padRight - kernelWidth) / tile.strideX) + 1,
    outHeight: Math.floor((height + padTop + padBottom - kernelHeight) / tile.strideY) + 1,
  };
  if (size.outWidth >= 1 && size.outHeight >= 1) return size;
  throw new InputError(
    `${kernel}: found an input of ${width} x ${height}, allowed: at least ${kernelWidth} x ${kernelHeight} with its padding`,
  );
}

/** Where the windows of a plane lie, as the listings want it. */
export function anyWindowParameters(kernel: string, tile: AnyWindowTile) {
  const { width, height, padTop, padLeft, kernelHeight, kernelWidth, strideY, strideX } = tile;
  const { outWidth, outHeight } = anyOutputSize(kernel, tile);
  return {
    width,
    height,
    inPlane: width * height,
    outputs: outWidth * outHeight,
    kernelWidth,
    kernelHeight,
    taps: kernelWidth * kernelHeight,
    strideX,
    strideY,
    // Rows and columns of the input at which the first windows begin, and behind the last one's.
    firstTop: -padTop,
    firstLeft: -padLeft,
    endTop: outHeight * strideY - padTop,
    endLeft: outWidth * strideX - padLeft,
  };
}

/** How many taps the windows of a plane have on the input, and how many of the windows overhang. */
export interface WindowCounts {
  readonly outputs: number;
  /** Outputs whose window overhangs. */
  readonly overhanging: number;
  /** Rows of windows, and taps, without what overhangs; of all outputs together. */
  readonly rows: number;
  readonly taps: number;
}

export function windowCountsOf(kernel: string, tile: AnyWindowTile): WindowCounts {
  const { outWidth, outHeight } = anyOutputSize(kernel, tile);
  const down = along(tile.height, tile.kernelHeight, tile.strideY, tile.padTop, outHeight);
  const across = along(tile.width, tile.kernelWidth, tile.strideX, tile.padLeft, outWidth);
  const outputs = outWidth * outHeight;
  return {
    outputs,
    overhanging: outputs - down.inside * across.inside,
    rows: down.taps * outWidth,
    taps: down.taps * across.taps,
  };
}

/** Taps of the windows along a side, and how many windows lie inside. */
function along(side: number, kernel: number, stride: number, padBefore: number, windows: number) {
  let [taps, inside] = [0, 0];
  for (let index = 0; index < windows; index++) {
    const from = index * stride - padBefore;
    const own = Math.min(side, from + kernel) - Math.max(0, from);
    taps += own;
    if (own === kernel) inside++;
  }
  return { taps, inside };
}
