import { type AnyWindowTile, anyWindowParameters } from './any-window.js';
import type { KernelCall } from './kernel-call.js';
import { COUNT, requireSizes, SHIFT } from './require-sizes.js';
import { outputSize, WINDOW_LIMITS, type WindowTile, windowParameters } from './window.js';

/** A tile of a depthwise 3x3 convolution, first pass. */
export interface DepthwiseTile extends WindowTile {
  readonly channels: number;
  readonly stride: 1 | 2;
  readonly normBias: number;
}

/**
 * Buffers: `in` int8 [channels][height][width], `out` int32 [channels][outHeight][outWidth], `filter` int8 [channels][3][3],
 * `bias` int8 [channels].
 * @throws InputError for sizes that cannot be
 */
export function depthwiseCall(tile: DepthwiseTile): KernelCall {
  requireSizes('depthwise', tile, { ...WINDOW_LIMITS, channels: COUNT, stride: [1, 2], normBias: SHIFT });
  const { channels, stride, normBias } = tile;
  const parameters = windowParameters(tile, stride, outputSize('depthwise', tile, stride));
  return {
    kernel: stride === 1 ? 'depthwise-stride1' : 'depthwise-stride2',
    buffers: [
      { name: 'in', bytes: channels * parameters.inPlane, role: 'in' },
      { name: 'out', bytes: channels * parameters.outPlane, role: 'out' },
      { name: 'filter', bytes: 9 * channels, role: 'in' },
      { name: 'bias', bytes: channels, role: 'in' },
    ],
    parameters: { ...parameters, channels, normBias },
  };
}

/** A tile of a depthwise convolution with any window, first pass. */
export interface DepthwiseWindowTile extends AnyWindowTile {
  readonly channels: number;
  readonly normBias: number;
}

/**
 * Buffers: `in` int8 [channels][height][width], `out` int32 [channels][outHeight][outWidth], `filter` int8
 * [channels][kernelHeight][kernelWidth], `bias` int8 [channels].
 * @throws InputError for sizes that cannot be
 */
export function depthwiseWindowCall(tile: DepthwiseWindowTile): KernelCall {
  const { channels, normBias } = tile;
  requireSizes('depthwise-window', { channels, normBias }, { channels: COUNT, normBias: SHIFT });
  const { outputs, ...window } = anyWindowParameters('depthwise-window', tile);
  const outPlane = 4 * outputs;
  return {
    kernel: 'depthwise-window',
    buffers: [
      { name: 'in', bytes: channels * window.inPlane, role: 'in' },
      { name: 'out', bytes: channels * outPlane, role: 'out' },
      { name: 'filter', bytes: channels * window.taps, role: 'in' },
      { name: 'bias', bytes: channels, role: 'in' },
    ],
    parameters: { ...window, outPlane, channels, normBias },
  };
}
