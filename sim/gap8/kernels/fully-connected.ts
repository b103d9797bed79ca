import type { KernelCall } from './kernel-call.js';
import { COUNT, requireSizes, SHIFT } from './require-sizes.js';

/** A tile of a fully connected layer with outputs of 16 bits. */
export interface FullyConnectedTile {
  readonly inputs: number;
  readonly outputs: number;
  readonly normBias: number;
  readonly norm: number;
}

/**
 * Buffers: `in` int8 [inputs], `weights` int8 [outputs][inputs], `bias` and `out` int16 [outputs].
 * @throws InputError for sizes that cannot be
 */
export function fullyConnectedCall(tile: FullyConnectedTile): KernelCall {
  requireSizes('fully-connected', tile, { inputs: COUNT, outputs: COUNT, normBias: SHIFT, norm: SHIFT });
  const { inputs, outputs, normBias, norm } = tile;
  return {
    kernel: 'fully-connected',
    buffers: [
      { name: 'in', bytes: inputs, role: 'in' },
      { name: 'weights', bytes: inputs * outputs, role: 'in' },
      { name: 'bias', bytes: 2 * outputs, role: 'in' },
      { name: 'out', bytes: 2 * outputs, role: 'out' },
    ],
    parameters: { inputs, outputs, normBias, norm },
  };
}
