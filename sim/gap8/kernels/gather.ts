import { type ClusterTiming, gap8ClusterTiming } from '../cores/timing.js';
import { CORES, type KernelCall } from './kernel-call.js';
import { KernelCosts } from './measure-kernel.js';
import { pointwiseCall } from './pointwise.js';

/**
 * Cycles in which the cores gather the channels of a pixel, behind those of a byte each. The distance from channel to channel, in
 * bytes, decides on which banks they meet.
 */
export type GatherCycles = (channels: number, stride: number) => number;

/** Bytes of a word in each of the banks: distances that differ by it meet on the same ones. */
const ALL_BANKS_BYTES = 64;
/** Pixels that are gathered for a mean, fewer where a tile has fewer: in the first of all the cores are still in step. */
const PIXELS = 16;
/** Bytes of L1 that a run takes beside its buffers: arguments, and the cores' stacks. */
const OTHER_BYTES = 2 ** 14;

const known = new Map<number, GatherCycles>();

/**
 * The cost of gathers, by runs of the listing on the cores; each number of channels at each distance is run once.
 * @param loopCycles of the loop over a byte, without conflicts
 */
export function gatherCycles(loopCycles: number): GatherCycles {
  const before = known.get(loopCycles);
  if (before !== undefined) return before;
  const timing = gap8ClusterTiming();
  const measured = new Map<number, number>();
  const cycles: GatherCycles = (channels, stride) => {
    if (channels <= CORES) return 0;
    const distance = stride < 2 * ALL_BANKS_BYTES ? stride : ALL_BANKS_BYTES + (stride % ALL_BANKS_BYTES);
    const key = 2 * ALL_BANKS_BYTES * channels + distance;
    const found = measured.get(key) ?? measureGather(channels, distance, loopCycles, timing);
    measured.set(key, found);
    return found;
  };
  known.set(loopCycles, cycles);
  return cycles;
}

function measureGather(inChannels: number, stride: number, loopCycles: number, timing: ClusterTiming): number {
  const sizes = { inChannels, outChannels: CORES, outStride: stride, outFirst: 0, normBias: 0, norm: 0 };
  const call = pointwiseCall({ ...sizes, pixels: stride }, loopCycles);
  const pixels = Math.min(stride, PIXELS);
  const costs = new KernelCosts(withRoom(timing, call));
  const { gatherCycles } = costs.measure({ ...call, parameters: { ...call.parameters, pixels } });
  return Math.max(0, gatherCycles) / pixels;
}

/** Planes may be larger than those of a tile, and banks do not depend on how large L1 is. */
function withRoom(timing: ClusterTiming, { buffers }: KernelCall): ClusterTiming {
  const bytes = buffers.reduce((sum, buffer) => sum + buffer.bytes, OTHER_BYTES);
  const value = Math.max(timing.l1Bytes.value, 2 ** Math.ceil(Math.log2(bytes)));
  return { ...timing, l1Bytes: { ...timing.l1Bytes, value } };
}
