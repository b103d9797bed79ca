import { averageOf } from '../../nn/requantize.js';
import type { AveragePoolTile } from '../kernels/average-pool.js';

/**
 * Averages of whole planes: (sum * (65536 / taps)) >> 16, which the hardware does for want of a divider.
 * @param input [channels][rows][columns]
 */
export function referenceAveragePool({ channels, rows, columns }: AveragePoolTile, input: Int8Array): Int8Array {
  const taps = rows * columns;
  return Int8Array.from({ length: channels }, (_, channel) => {
    const plane = input.subarray(channel * taps, (channel + 1) * taps);
    const sum = plane.reduce((total, value) => total + value, 0);
    return averageOf(sum, taps, 'reciprocal');
  });
}
