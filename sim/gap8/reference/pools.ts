import { averageOf } from '../../nn/requantize.js';
import { anyOutputSize } from '../kernels/any-window.js';
import type { PoolTile } from '../kernels/pools.js';
import { visitTaps } from './window.js';

/**
 * The largest input of each window, [channels][outHeight][outWidth]; what overhangs does not count.
 * @param input [channels][height][width]
 */
export function referenceMaxPool(tile: PoolTile, input: Int8Array): Int8Array {
  return eachPlane(tile, input, (plane, outputs) => {
    const largest = new Int8Array(outputs).fill(-128);
    visitTaps(tile, (output, place) => {
      largest[output] = Math.max(largest[output], plane[place]);
    });
    return largest;
  });
}

/**
 * The average of each window, [channels][outHeight][outWidth]; what overhangs does not count.
 * @param input [channels][height][width]
 */
export function referenceAverageWindow(tile: PoolTile, input: Int8Array): Int8Array {
  return eachPlane(tile, input, (plane, outputs) => {
    const [sums, taps] = [new Int32Array(outputs), new Int32Array(outputs)];
    visitTaps(tile, (output, place) => {
      sums[output] += plane[place];
      taps[output]++;
    });
    return Int8Array.from(sums, (sum, output) => averageOf(sum, taps[output], 'reciprocal'));
  });
}

function eachPlane(
  tile: PoolTile,
  input: Int8Array,
  pool: (plane: Int8Array, outputs: number) => Int8Array,
): Int8Array {
  const { outWidth, outHeight } = anyOutputSize('reference', tile);
  const [inPlane, outputs] = [tile.width * tile.height, outWidth * outHeight];
  const out = new Int8Array(tile.channels * outputs);
  for (let channel = 0; channel < tile.channels; channel++) {
    out.set(pool(input.subarray(channel * inPlane, (channel + 1) * inPlane), outputs), channel * outputs);
  }
  return out;
}
