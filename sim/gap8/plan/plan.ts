import type { Fork } from '../fork.js';
import { aligned } from '../memory/lay-out.js';
import type { Lines } from '../program.js';

/** A tile of an operand, in the order of use. */
export interface Tile {
  /** Body of the loop nest in which an input is used first, or an output is complete. */
  readonly body: number;
  /** The copy between L2 and L1. */
  readonly copy: Lines;
  /** Which slab in L2 it is part of, where it comes from or goes to HyperRAM. */
  readonly slab: number;
}

/** An operand, as the sequence of its tiles. */
export interface Stream {
  readonly operand: string;
  readonly tiles: readonly Tile[];
  /** Parts that pass through L2, in order; absent where the operand lies in L2. */
  readonly slabs?: readonly Lines[];
  /** Places for tiles in L1; none of an output that leaves from where an input came to. */
  readonly buffers: 0 | 1 | 2;
}

export interface InputStream extends Stream {
  /** `whole`: waited for at once. `outer`, `inner`: with the loop that it changes in. */
  readonly loop: 'whole' | 'outer' | 'inner';
}

/** The kernels of a body of the loop nest. */
export interface Body {
  /** Before the operands of the inner loop are there. */
  readonly first: readonly Fork[];
  readonly forks: readonly Fork[];
}

/** A layer as loads, kernels and stores: its loop nest unrolled. */
export interface LayerPlan {
  /** In the order in which their first tiles are requested. */
  readonly inputs: readonly InputStream[];
  readonly output: Stream;
  /** Made anew where it is asked for: what a layer takes of the memories is asked more often. */
  readonly bodies: readonly Body[];
  /** Bytes of L1 that are neither loaded nor stored. */
  readonly scratchBytes: number;
}

/** Bytes of L1 that a stream's buffers take. */
export function l1Bytes({ tiles, buffers }: Stream): number {
  return buffers * aligned(largest(tiles.map(({ copy }) => copy)));
}

/** Places in L2 that streams take on their way from or to HyperRAM, two each unless all of it is one slab. */
export function stagingBuffers({ inputs, output }: LayerPlan): { readonly operand: string; readonly bytes: number }[] {
  return [...inputs, output].flatMap(({ operand, slabs = [] }) => {
    const buffer = { operand, bytes: largest(slabs) };
    return Array.from({ length: Math.min(2, slabs.length) }, () => buffer);
  });
}

/** Bytes of L1 that a layer takes. */
export function planL1Bytes({ inputs, output, scratchBytes }: LayerPlan): number {
  return [...inputs, output].reduce((sum, stream) => sum + l1Bytes(stream), aligned(scratchBytes));
}

/** Bytes of L2 that a layer takes for what is on its way. */
export function planStagingBytes(plan: LayerPlan): number {
  return stagingBuffers(plan).reduce((sum, { bytes }) => sum + aligned(bytes), 0);
}

function largest(transfers: readonly Lines[]): number {
  return transfers.reduce((most, { bytes }) => Math.max(most, bytes), 0);
}
