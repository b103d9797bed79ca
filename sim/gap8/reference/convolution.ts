import { shiftedBias } from '../../nn/requantize.js';
import type { BiasTile, ConvolutionTile } from '../kernels/convolution.js';
import { outputSize } from '../kernels/window.js';
import { addWindows } from './window.js';

/** Sums of a convolution before its inputs, [channels][plane]. */
export function referenceBias({ channels, plane, normBias }: BiasTile, bias: Int8Array): Int32Array {
  return Int32Array.from({ length: channels * plane }, (_, index) =>
    shiftedBias(bias[Math.floor(index / plane)], normBias),
  );
}

export interface ConvolutionOperands {
  /** [inChannels][height][width] */
  readonly in: Int8Array;
  /** [outChannels][inChannels][3][3] */
  readonly filter: Int8Array;
  /** [outChannels][outHeight][outWidth]: the sums so far. */
  readonly out: Int32Array;
}

/** The sums of a 3x3 convolution with stride 2, [outChannels][outHeight][outWidth]. */
export function referenceConvolution(tile: ConvolutionTile, operands: ConvolutionOperands): Int32Array {
  const { inChannels, outChannels, width, height } = tile;
  const { outWidth, outHeight } = outputSize('reference', tile, 2);
  const [inPlane, outPlane] = [width * height, outWidth * outHeight];
  const out = operands.out.slice();
  for (let row = 0; row < outChannels; row++) {
    const sums = out.subarray(row * outPlane, (row + 1) * outPlane);
    for (let channel = 0; channel < inChannels; channel++) {
      const plane = operands.in.subarray(channel * inPlane, (channel + 1) * inPlane);
      const taps = 9 * (row * inChannels + channel);
      addWindows(tile, 2, plane, operands.filter.subarray(taps, taps + 9), sums);
    }
  }
  return out;
}
