import { requantize, shiftedBias } from '../../nn/requantize.js';
import type { FullyConnectedTile } from '../kernels/fully-connected.js';
import { SCORE } from './ranges.js';

export interface FullyConnectedOperands {
  /** [inputs] */
  readonly in: Int8Array;
  /** [outputs][inputs] */
  readonly weights: Int8Array;
  /** [outputs] */
  readonly bias: Int16Array;
}

/** Outputs of 16 bits of a fully connected tile. */
export function referenceFullyConnected(tile: FullyConnectedTile, operands: FullyConnectedOperands): Int16Array {
  const { inputs, outputs, normBias, norm } = tile;
  return Int16Array.from({ length: outputs }, (_, row) => {
    let sum = shiftedBias(operands.bias[row], normBias);
    for (let index = 0; index < inputs; index++) {
      sum = (sum + operands.in[index] * operands.weights[row * inputs + index]) | 0;
    }
    return requantize(sum, 1, norm, SCORE);
  });
}
