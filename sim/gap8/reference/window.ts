import { type AnyWindowTile, anyOutputSize } from '../kernels/any-window.js';
import type { WindowTile } from '../kernels/window.js';

/** A 3x3 window as one of any size. */
export function window3x3(
  { width, height, padLeft, padRight, padTop, padBottom }: WindowTile,
  stride: number,
): AnyWindowTile {
  const size = { kernelHeight: 3, kernelWidth: 3, strideY: stride, strideX: stride };
  return { width, height, padLeft, padRight, padTop, padBottom, ...size };
}

/**
 * Visits the taps of the window of each output of a plane that lie on the input.
 * @param visit is given the places of the output, of the input, and of the tap
 */
export function visitTaps(tile: AnyWindowTile, visit: (output: number, input: number, tap: number) => void): void {
  const { width, height, padLeft, padTop, kernelHeight, kernelWidth, strideY, strideX } = tile;
  const { outWidth, outHeight } = anyOutputSize('reference', tile);
  for (let y = 0; y < outHeight; y++) {
    for (let x = 0; x < outWidth; x++) {
      for (let tap = 0; tap < kernelHeight * kernelWidth; tap++) {
        const row = y * strideY - padTop + Math.floor(tap / kernelWidth);
        const column = x * strideX - padLeft + (tap % kernelWidth);
        if (row < 0 || row >= height || column < 0 || column >= width) continue;
        visit(y * outWidth + x, row * width + column, tap);
      }
    }
  }
}

/**
 * Adds what a window gives to the outputs of one plane; what overhangs counts as zero.
 * @param plane [height][width]
 * @param filter [kernelHeight][kernelWidth]
 * @param out [outHeight][outWidth]
 */
export function addWindows(tile: AnyWindowTile, plane: Int8Array, filter: Int8Array, out: Int32Array): void {
  visitTaps(tile, (output, input, tap) => {
    out[output] += plane[input] * filter[tap];
  });
}
