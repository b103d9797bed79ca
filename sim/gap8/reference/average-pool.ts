import type { AveragePoolTile } from '../kernels/average-pool.js';

/**
 * Averages of whole planes: (sum * (65536 / taps)) >> 16, which the hardware does for want of a divider.
 * @param input [channels][rows][columns]
 */
export function referenceAveragePool({ channels, rows, columns }: AveragePoolTile, input: Int8Array): Int8Array {
  const taps = rows * columns;
  const factor = Math.floor(65536 / taps);
  return Int8Array.from({ length: channels }, (_, channel) => {
    const plane = input.subarray(channel * taps, (channel + 1) * taps);
    return (
      Math.imul(
        plane.reduce((sum, value) => sum + value, 0),
        factor,
      ) >> 16
    );
  });
}
