import type { KernelCall } from './kernel-call.js';
import { COUNT, requireSizes, SHIFT } from './require-sizes.js';

/** Multipliers of 16 bits with a sign. */
const MULTIPLIER = [-32768, 32767] as const;

/** A part of a map whose elements are brought to other units. */
export interface ScaleTile {
  readonly elements: number;
  readonly multiplier: number;
  readonly norm: number;
}

/** A part of the sum of two maps. */
export interface AddTile extends ScaleTile {
  readonly multiplier2: number;
}

/**
 * Buffers: `in`, `in2` and `out`, each int8 [elements].
 * @throws InputError for sizes that cannot be
 */
export function addCall(tile: AddTile): KernelCall {
  requireSizes('add', tile, { elements: COUNT, multiplier: MULTIPLIER, multiplier2: MULTIPLIER, norm: SHIFT });
  const { elements: bytes, multiplier, multiplier2, norm } = tile;
  return {
    kernel: 'add',
    buffers: [
      { name: 'in', bytes, role: 'in' },
      { name: 'in2', bytes, role: 'in' },
      { name: 'out', bytes, role: 'out' },
    ],
    parameters: { elements: bytes, multiplier, multiplier2, norm },
  };
}

/**
 * Buffers: `in` and `out`, each int8 [elements].
 * @throws InputError for sizes that cannot be
 */
export function scaleCall(tile: ScaleTile): KernelCall {
  requireSizes('scale', tile, { elements: COUNT, multiplier: MULTIPLIER, norm: SHIFT });
  const { elements: bytes, multiplier, norm } = tile;
  return {
    kernel: 'scale',
    buffers: [
      { name: 'in', bytes, role: 'in' },
      { name: 'out', bytes, role: 'out' },
    ],
    parameters: { elements: bytes, multiplier, norm },
  };
}
