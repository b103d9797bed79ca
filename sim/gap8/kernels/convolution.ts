import { type AnyWindowTile, anyWindowParameters } from './any-window.js';
import type { KernelCall } from './kernel-call.js';
import { COUNT, requireSizes, SHIFT } from './require-sizes.js';
import { outputSize, WINDOW_LIMITS, type WindowTile, windowParameters } from './window.js';

/** A tile of a 3x3 convolution with stride 2, behind the pass that sets the bias. */
export interface ConvolutionTile extends WindowTile {
  readonly inChannels: number;
  readonly outChannels: number;
}

/**
 * Buffers: `in` int8 [inChannels][height][width], `out` int32 [outChannels][outHeight][outWidth], which is added to, `filter`
 * int8 [outChannels][inChannels][3][3].
 * @throws InputError for sizes that cannot be
 */
export function convolutionCall(tile: ConvolutionTile): KernelCall {
  requireSizes('convolution', tile, { ...WINDOW_LIMITS, inChannels: COUNT, outChannels: COUNT });
  const { inChannels, outChannels } = tile;
  const parameters = windowParameters(tile, 2, outputSize('convolution', tile, 2));
  return {
    kernel: 'convolution',
    buffers: [
      { name: 'in', bytes: inChannels * parameters.inPlane, role: 'in' },
      { name: 'out', bytes: outChannels * parameters.outPlane, role: 'inout' },
      { name: 'filter', bytes: 9 * inChannels * outChannels, role: 'in' },
    ],
    parameters: { ...parameters, inChannels, outChannels },
  };
}

/** A tile of a convolution with any window, behind the pass that sets the bias. */
export interface Im2colTile extends AnyWindowTile {
  readonly inChannels: number;
  readonly outChannels: number;
}

/**
 * Buffers: `vector` (scratch), `in` int8 [inChannels][height][width], `out` int32 [outChannels][outHeight][outWidth], which is
 * added to, `filter` int8 [outChannels][inChannels][kernelHeight][kernelWidth].
 * @throws InputError for sizes that cannot be
 */
export function im2colCall(tile: Im2colTile): KernelCall {
  const { inChannels, outChannels } = tile;
  requireSizes('convolution-im2col', { inChannels, outChannels }, { inChannels: COUNT, outChannels: COUNT });
  const { outputs, ...window } = anyWindowParameters('convolution-im2col', tile);
  const outPlane = 4 * outputs;
  return {
    kernel: 'convolution-im2col',
    buffers: [
      { name: 'vector', bytes: inChannels * window.taps, role: 'scratch' },
      { name: 'in', bytes: inChannels * window.inPlane, role: 'in' },
      { name: 'out', bytes: outChannels * outPlane, role: 'inout' },
      { name: 'filter', bytes: outChannels * inChannels * window.taps, role: 'in' },
    ],
    parameters: { ...window, outPlane, inChannels, outChannels },
  };
}

/** Planes of 32-bit sums before the first input. */
export interface BiasTile {
  readonly channels: number;
  /** Outputs of a channel. */
  readonly plane: number;
  readonly normBias: number;
}

/**
 * Buffers: `out` int32 [channels][plane], `bias` int8 [channels].
 * @throws InputError for sizes that cannot be
 */
export function biasCall(tile: BiasTile): KernelCall {
  requireSizes('bias', tile, { channels: COUNT, plane: COUNT, normBias: SHIFT });
  const { channels, plane, normBias } = tile;
  return {
    kernel: 'bias',
    buffers: [
      { name: 'out', bytes: 4 * channels * plane, role: 'out' },
      { name: 'bias', bytes: channels, role: 'in' },
    ],
    parameters: { channels, plane, normBias },
  };
}
