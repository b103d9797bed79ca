import type { IntegerMatrixLayer } from '../integer-layers.js';
import { requireIntegerParameters } from '../require-parameters.js';

/** Rows or channels that the kernels compute at once. */
const LANES = 8;

/**
 * Rows of a matrix for `multiplyIntegers` in assembly/integer/product.ts: eight rows after eight rows; of each pair of columns
 * a pair for each of the eight. Rows and columns that fill up are 0.
 * @throws InputError if the layer has no weights
 */
export function packProduct(layer: IntegerMatrixLayer, first: number, rows: number): Int16Array {
  const { weights } = requireIntegerParameters(layer);
  const { mw, weightZeroPoint = 0 } = layer;
  const columns = mw + (mw % 2);
  const packed = sharedInt16(filledUp(rows) * columns);
  for (let row = 0; row < rows; row++) {
    const octet = Math.floor(row / LANES) * LANES * columns;
    const lane = 2 * (row % LANES);
    for (let column = 0; column < mw; column++) {
      const pair = (column >> 1) * 2 * LANES;
      packed[octet + pair + lane + (column & 1)] = weights[(first + row) * mw + column] - weightZeroPoint;
    }
  }
  return packed;
}

/**
 * Kernels of all channels for `convolveDepthwise` in assembly/integer/depthwise.ts: of each tap a weight for each channel.
 * @throws InputError if the layer has no weights
 */
export function packDepthwise(layer: IntegerMatrixLayer): Int16Array {
  const { weights } = requireIntegerParameters(layer);
  const { mw: taps, mh: channels, weightZeroPoint = 0 } = layer;
  const packed = sharedInt16(taps * filledUp(channels));
  for (let channel = 0; channel < channels; channel++) {
    for (let tap = 0; tap < taps; tap++) {
      packed[tap * filledUp(channels) + channel] = weights[channel * taps + tap] - weightZeroPoint;
    }
  }
  return packed;
}

/** `count` numbers, filled up with zeros. */
export function sharedInt32(count: number, numberOf: (index: number) => number): Int32Array {
  const numbers = new Int32Array(new SharedArrayBuffer(4 * filledUp(count)));
  for (let index = 0; index < count; index++) numbers[index] = numberOf(index);
  return numbers;
}

function sharedInt16(count: number): Int16Array {
  return new Int16Array(new SharedArrayBuffer(2 * count));
}

function filledUp(count: number): number {
  return LANES * Math.ceil(count / LANES);
}
