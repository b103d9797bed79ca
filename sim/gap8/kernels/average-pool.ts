import type { KernelCall } from './kernel-call.js';
import { COUNT, requireSizes } from './require-sizes.js';

/** A tile of an average over whole planes. */
export interface AveragePoolTile {
  readonly channels: number;
  readonly rows: number;
  readonly columns: number;
}

/**
 * Buffers: `in` int8 [channels][rows][columns], `out` int8 [channels].
 * @throws InputError for sizes that cannot be
 */
export function averagePoolCall(tile: AveragePoolTile): KernelCall {
  requireSizes('average-pool', tile, { channels: COUNT, rows: [1, 256], columns: [1, 256] });
  const { channels, rows, columns } = tile;
  return {
    kernel: 'average-pool',
    buffers: [
      { name: 'in', bytes: channels * rows * columns, role: 'in' },
      { name: 'out', bytes: channels, role: 'out' },
    ],
    parameters: { channels, rows, columns, factor: Math.floor(65536 / (rows * columns)) },
  };
}
