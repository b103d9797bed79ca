import { outputSize, type WindowTile } from '../kernels/window.js';

/**
 * Adds what a 3x3 window gives to the outputs of one plane; what overhangs counts as zero.
 * @param plane [height][width]
 * @param filter nine taps
 * @param out [outHeight][outWidth]
 */
export function addWindows(
  tile: WindowTile,
  stride: 1 | 2,
  plane: Int8Array,
  filter: Int8Array,
  out: Int32Array,
): void {
  const { width, height, padLeft, padTop } = tile;
  const { outWidth, outHeight } = outputSize('reference', tile, stride);
  for (let y = 0; y < outHeight; y++) {
    for (let x = 0; x < outWidth; x++) {
      for (let tap = 0; tap < 9; tap++) {
        const row = y * stride - padTop + Math.floor(tap / 3);
        const column = x * stride - padLeft + (tap % 3);
        if (row < 0 || row >= height || column < 0 || column >= width) continue;
        out[y * outWidth + x] += plane[row * width + column] * filter[tap];
      }
    }
  }
}
