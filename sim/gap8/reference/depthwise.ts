import { shiftedBias } from '../../nn/requantize.js';
import { anyOutputSize } from '../kernels/any-window.js';
import type { DepthwiseTile, DepthwiseWindowTile } from '../kernels/depthwise.js';
import { addWindows, window3x3 } from './window.js';

export interface DepthwiseOperands {
  /** [channels][height][width] */
  readonly in: Int8Array;
  /** [channels][kernelHeight][kernelWidth] */
  readonly filter: Int8Array;
  /** [channels] */
  readonly bias: Int8Array;
}

/** The sums of a 3x3 depthwise tile, [channels][outHeight][outWidth]. */
export function referenceDepthwise(tile: DepthwiseTile, operands: DepthwiseOperands): Int32Array {
  const { channels, normBias, stride } = tile;
  return referenceDepthwiseWindow({ ...window3x3(tile, stride), channels, normBias }, operands);
}

/** The sums of a depthwise tile with any window, [channels][outHeight][outWidth]. */
export function referenceDepthwiseWindow(tile: DepthwiseWindowTile, operands: DepthwiseOperands): Int32Array {
  const { channels, width, height, normBias } = tile;
  const { outWidth, outHeight } = anyOutputSize('reference', tile);
  const [inPlane, outPlane, taps] = [width * height, outWidth * outHeight, tile.kernelHeight * tile.kernelWidth];
  const out = new Int32Array(channels * outPlane);
  for (let channel = 0; channel < channels; channel++) {
    const plane = operands.in.subarray(channel * inPlane, (channel + 1) * inPlane);
    const sums = out.subarray(channel * outPlane, (channel + 1) * outPlane);
    sums.fill(shiftedBias(operands.bias[channel], normBias));
    addWindows(tile, plane, operands.filter.subarray(taps * channel, taps * (channel + 1)), sums);
  }
  return out;
}
