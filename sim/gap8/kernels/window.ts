import { InputError } from '../../core/input/input-error.js';
import { COUNT, PAD, requireSizes, type SizeLimits } from './require-sizes.js';

/** Planes under a 3x3 window that may overhang by one row or column at each side. */
export interface WindowTile {
  /** Of the input. */
  readonly width: number;
  readonly height: number;
  readonly padLeft: number;
  readonly padRight: number;
  readonly padTop: number;
  readonly padBottom: number;
}

export const WINDOW_LIMITS: SizeLimits<WindowTile> = {
  width: [2, COUNT[1]],
  height: [2, COUNT[1]],
  padLeft: PAD,
  padRight: PAD,
  padTop: PAD,
  padBottom: PAD,
};

/** @throws InputError where no window fits */
export function outputSize(kernel: string, tile: WindowTile, stride: 1 | 2): { outWidth: number; outHeight: number } {
  requireSizes(kernel, tile, WINDOW_LIMITS);
  const { width, height, padLeft, padRight, padTop, padBottom } = tile;
  const along = (side: number, before: number, behind: number) => Math.floor((side + before + behind - 3) / stride) + 1;
  const size = { outWidth: along(width, padLeft, padRight), outHeight: along(height, padTop, padBottom) };
  if (size.outWidth >= 1 && size.outHeight >= 1) return size;
  throw new InputError(`${kernel}: found an input of ${width} x ${height}, allowed: at least 3 x 3 with its padding`);
}

/** Where the windows of a plane lie, as the listings want it: offsets in bytes, outputs of 32 bits. */
export function windowParameters(tile: WindowTile, stride: 1 | 2, size: { outWidth: number; outHeight: number }) {
  const { width, height, padLeft, padTop } = tile;
  const { outWidth, outHeight } = size;
  const outRow = 4 * outWidth;
  const across = interior(width, padLeft, stride, outWidth);
  const down = interior(height, padTop, stride, outHeight);
  return {
    width,
    inPlane: width * height,
    outRow,
    outPlane: outRow * outHeight,
    columns: across.count,
    rows: down.count,
    interior: down.first * width + across.first,
    interiorOut: padTop * outRow + 4 * padLeft,
    interiorColumn: across.first,
    interiorRow: down.first * width,
    interiorOutRow: padTop * outRow,
    rowStep: stride * width,
    left: padLeft,
    top: padTop,
    right: Number(across.overhangs),
    bottom: Number(down.overhangs),
    rightIn: width - 2,
    rightOut: outRow - 4,
    bottomIn: (height - 2) * width,
    bottomOut: (outHeight - 1) * outRow,
  };
}

/** The windows along a side that do not overhang: first input, how many, and whether another one overhangs behind them. */
function interior(side: number, padBefore: number, stride: number, windows: number) {
  const first = padBefore * (stride - 1);
  const count = Math.max(0, Math.floor((side - first - 3) / stride) + 1);
  return { first, count, overhangs: padBefore + count < windows };
}
