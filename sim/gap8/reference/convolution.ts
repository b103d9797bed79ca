import { shiftedBias } from '../../nn/requantize.js';
import { anyOutputSize } from '../kernels/any-window.js';
import type { BiasTile, ConvolutionTile, Im2colTile } from '../kernels/convolution.js';
import { addWindows, window3x3 } from './window.js';

/** Sums of a convolution before its inputs, [channels][plane]. */
export function referenceBias({ channels, plane, normBias }: BiasTile, bias: Int8Array): Int32Array {
  return Int32Array.from({ length: channels * plane }, (_, index) =>
    shiftedBias(bias[Math.floor(index / plane)], normBias),
  );
}

export interface ConvolutionOperands {
  /** [inChannels][height][width] */
  readonly in: Int8Array;
  /** [outChannels][inChannels][kernelHeight][kernelWidth] */
  readonly filter: Int8Array;
  /** [outChannels][outHeight][outWidth]: the sums so far. */
  readonly out: Int32Array;
}

/** The sums of a 3x3 convolution with stride 2, [outChannels][outHeight][outWidth]. */
export function referenceConvolution(tile: ConvolutionTile, operands: ConvolutionOperands): Int32Array {
  const { inChannels, outChannels } = tile;
  return referenceIm2col({ ...window3x3(tile, 2), inChannels, outChannels }, operands);
}

/** The sums of a convolution with any window, [outChannels][outHeight][outWidth]. */
export function referenceIm2col(tile: Im2colTile, operands: ConvolutionOperands): Int32Array {
  const { inChannels, outChannels, width, height } = tile;
  const { outWidth, outHeight } = anyOutputSize('reference', tile);
  const [inPlane, outPlane, taps] = [width * height, outWidth * outHeight, tile.kernelHeight * tile.kernelWidth];
  const out = operands.out.slice();
  for (let row = 0; row < outChannels; row++) {
    const sums = out.subarray(row * outPlane, (row + 1) * outPlane);
    for (let channel = 0; channel < inChannels; channel++) {
      const plane = operands.in.subarray(channel * inPlane, (channel + 1) * inPlane);
      const first = taps * (row * inChannels + channel);
      addWindows(tile, plane, operands.filter.subarray(first, first + taps), sums);
    }
  }
  return out;
}
