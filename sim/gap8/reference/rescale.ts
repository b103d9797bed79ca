import { requantize } from '../../nn/requantize.js';
import type { RescaleTile } from '../kernels/rescale.js';
import { ACTIVATION } from './ranges.js';

/** Activations of a tile from its sums, both [channels][plane]; a multiplier for each channel. */
export function referenceRescale({ plane, norm }: RescaleTile, sums: Int32Array, multiplier: Uint8Array): Int8Array {
  return Int8Array.from(sums, (sum, index) => requantize(sum, multiplier[Math.floor(index / plane)], norm, ACTIVATION));
}
