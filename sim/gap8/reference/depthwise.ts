import { shiftedBias } from '../../nn/requantize.js';
import type { DepthwiseTile } from '../kernels/depthwise.js';
import { outputSize } from '../kernels/window.js';
import { addWindows } from './window.js';

export interface DepthwiseOperands {
  /** [channels][height][width] */
  readonly in: Int8Array;
  /** [channels][3][3] */
  readonly filter: Int8Array;
  /** [channels] */
  readonly bias: Int8Array;
}

/** The sums of a depthwise tile, [channels][outHeight][outWidth]. */
export function referenceDepthwise(tile: DepthwiseTile, operands: DepthwiseOperands): Int32Array {
  const { channels, stride, width, height, normBias } = tile;
  const { outWidth, outHeight } = outputSize('reference', tile, stride);
  const [inPlane, outPlane] = [width * height, outWidth * outHeight];
  const out = new Int32Array(channels * outPlane);
  for (let channel = 0; channel < channels; channel++) {
    const plane = operands.in.subarray(channel * inPlane, (channel + 1) * inPlane);
    const sums = out.subarray(channel * outPlane, (channel + 1) * outPlane);
    sums.fill(shiftedBias(operands.bias[channel], normBias));
    addWindows(tile, stride, plane, operands.filter.subarray(9 * channel, 9 * channel + 9), sums);
  }
  return out;
}
