import { InputError } from '../../core/input/input-error.js';
import type { KernelCall } from './kernel-call.js';
import { COUNT, requireSizes, SHIFT } from './require-sizes.js';

/** A tile of a pointwise convolution: channels x pixels, planes one after the other. */
export interface PointwiseTile {
  readonly inChannels: number;
  readonly outChannels: number;
  readonly pixels: number;
  /** Bytes from an output channel to the next, at least `pixels`. */
  readonly outStride: number;
  /** Where in an output channel the tile's pixels begin. */
  readonly outFirst: number;
  readonly normBias: number;
  readonly norm: number;
}

/** What the listing's loop over a byte of a column takes without conflicts on banks. */
export const GATHER_LOOP_CYCLES = 3;

/**
 * Buffers: `vector` (scratch), `in` int8 [inChannels][pixels], `out` int8 [outChannels][outStride], `weights` int8
 * [outChannels][inChannels], `bias` int8 and `multiplier` uint8 [outChannels].
 * @param gatherLoop cycles of the loop over a byte of a column without conflicts; more than the listing's are idle ones
 * @throws InputError for sizes that cannot be
 */
export function pointwiseCall(tile: PointwiseTile, gatherLoop = GATHER_LOOP_CYCLES): KernelCall {
  requireSizes('pointwise', tile, {
    inChannels: COUNT,
    outChannels: COUNT,
    pixels: COUNT,
    outStride: COUNT,
    outFirst: [0, 65536],
    normBias: SHIFT,
    norm: SHIFT,
  });
  const { inChannels, outChannels, pixels, outStride, outFirst, normBias, norm } = tile;
  if (outFirst + pixels > outStride) {
    throw new InputError(
      `pointwise: outStride: found ${outStride}, allowed: at least outFirst + pixels = ${outFirst + pixels}`,
    );
  }
  return {
    kernel: 'pointwise',
    buffers: [
      { name: 'vector', bytes: inChannels, role: 'scratch' },
      { name: 'in', bytes: inChannels * pixels, role: 'in' },
      { name: 'out', bytes: outChannels * outStride, role: 'inout' },
      { name: 'weights', bytes: outChannels * inChannels, role: 'in' },
      { name: 'bias', bytes: outChannels, role: 'in' },
      { name: 'multiplier', bytes: outChannels, role: 'in' },
    ],
    parameters: { inChannels, outChannels, pixels, inStride: pixels, outStride, outFirst, normBias, norm },
    constants: { GATHER_IDLE: gatherLoop - GATHER_LOOP_CYCLES },
  };
}
