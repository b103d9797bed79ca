import { type AnyWindowTile, anyWindowParameters } from './any-window.js';
import type { KernelCall } from './kernel-call.js';
import { COUNT, requireSizes } from './require-sizes.js';

/** A tile of a pool with any window. */
export interface PoolTile extends AnyWindowTile {
  readonly channels: number;
}

/**
 * The largest input of each window. Buffers: `in` int8 [channels][height][width], `out` int8 [channels][outHeight][outWidth].
 * @throws InputError for sizes that cannot be
 */
export function maxPoolCall(tile: PoolTile): KernelCall {
  return poolCall('max-pool', tile, {});
}

/**
 * The average of each window, of the taps that lie on the input. Buffers as those of `maxPoolCall`.
 * @throws InputError for sizes that cannot be
 */
export function averageWindowCall(tile: PoolTile): KernelCall {
  return poolCall('average-window', tile, { factor: Math.floor(65536 / (tile.kernelHeight * tile.kernelWidth)) });
}

function poolCall(
  kernel: 'max-pool' | 'average-window',
  tile: PoolTile,
  own: Readonly<Record<string, number>>,
): KernelCall {
  const { channels } = tile;
  requireSizes(kernel, { channels }, { channels: COUNT });
  const window = anyWindowParameters(kernel, tile);
  return {
    kernel,
    buffers: [
      { name: 'in', bytes: channels * window.inPlane, role: 'in' },
      { name: 'out', bytes: channels * window.outputs, role: 'out' },
    ],
    parameters: { ...window, channels, ...own },
  };
}
