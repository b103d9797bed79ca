import { requantize, shiftedBias } from '../../nn/requantize.js';
import type { PointwiseTile } from '../kernels/pointwise.js';
import { ACTIVATION } from './ranges.js';

export interface PointwiseOperands {
  /** [inChannels][pixels] */
  readonly in: Int8Array;
  /** [outChannels][inChannels] */
  readonly weights: Int8Array;
  /** [outChannels] */
  readonly bias: Int8Array;
  readonly multiplier: Uint8Array;
  /** [outChannels][outStride]: what is there before. */
  readonly out: Int8Array;
}

/** The output of a pointwise tile, [outChannels][outStride]; what is not the tile's stays as it is. */
export function referencePointwise(tile: PointwiseTile, operands: PointwiseOperands): Int8Array {
  const { inChannels, outChannels, pixels, outStride, outFirst, normBias, norm } = tile;
  const out = operands.out.slice();
  for (let row = 0; row < outChannels; row++) {
    for (let pixel = 0; pixel < pixels; pixel++) {
      let sum = shiftedBias(operands.bias[row], normBias);
      for (let channel = 0; channel < inChannels; channel++) {
        sum = (sum + operands.in[channel * pixels + pixel] * operands.weights[row * inChannels + channel]) | 0;
      }
      out[row * outStride + outFirst + pixel] = requantize(sum, operands.multiplier[row], norm, ACTIVATION);
    }
  }
  return out;
}
