import { clampTo } from '../../nn/output-range.js';
import type { AddTile, ScaleTile } from '../kernels/element-wise.js';
import { BYTE } from './ranges.js';

/** The sum of two parts of maps, each times its multiplier; sums and products have 32 bits. */
export function referenceAdd({ multiplier, multiplier2, norm }: AddTile, a: Int8Array, b: Int8Array): Int8Array {
  return a.map((value, index) => clampTo(BYTE, ((value * multiplier + b[index] * multiplier2) | 0) >> norm));
}

/** A part of a map in other units. */
export function referenceScale({ multiplier, norm }: ScaleTile, input: Int8Array): Int8Array {
  return input.map((value) => clampTo(BYTE, (value * multiplier) >> norm));
}
