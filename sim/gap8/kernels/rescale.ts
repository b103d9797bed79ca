import type { KernelCall } from './kernel-call.js';
import { COUNT, requireSizes, SHIFT } from './require-sizes.js';

/** A tile of the second pass, from 32 bits to 8. */
export interface RescaleTile {
  readonly channels: number;
  /** Outputs of a channel. */
  readonly plane: number;
  readonly norm: number;
}

/**
 * Buffers: `out` int8 and `in` int32 [channels][plane], `multiplier` uint8 [channels].
 * @throws InputError for sizes that cannot be
 */
export function rescaleCall(tile: RescaleTile): KernelCall {
  requireSizes('rescale', tile, { channels: COUNT, plane: COUNT, norm: SHIFT });
  const { channels, plane, norm } = tile;
  return {
    kernel: 'rescale',
    buffers: [
      { name: 'out', bytes: channels * plane, role: 'out' },
      { name: 'in', bytes: 4 * channels * plane, role: 'in' },
      { name: 'multiplier', bytes: channels, role: 'in' },
    ],
    parameters: { channels, plane, norm },
  };
}
