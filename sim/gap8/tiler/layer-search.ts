import type { Gap8Layer } from '../layers.js';
import { InstructionList, issueLayer } from '../plan/issue.js';
import { planStagingBytes } from '../plan/plan.js';
import { planLayer } from '../plan/plan-layer.js';
import { ranges } from '../plan/ranges.js';
import type { Lines } from '../program.js';
import { type Gap8Timing, replay } from '../replay.js';
import type { LayerSchedule, Memory, SlabSizes } from '../schedule.js';
import { COPIES, type Cut, candidateCuts, inL2 } from './candidates.js';

/** Where a layer's maps and weights lie, what L2 has left for what is on its way, and what is requested as it begins. */
export interface Placement {
  readonly input: Memory;
  readonly output: Memory;
  readonly weights: Memory;
  readonly stagingBytes: number;
  readonly requests: readonly Lines[];
}

/** A layer's schedule with its cycles. */
export interface Found {
  readonly schedule: LayerSchedule;
  readonly cycles: number;
}

/** Cuts that are timed: those with the least work on the cores. */
const TIMED_CUTS = 40;
/** Cuts that are tried in every placement: the fastest with everything in L2, of each order of the loops. */
const KEPT_CUTS = 6;
/** Tiles along a slab that are tried, besides all. */
const SLAB_TILES = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32];
/** Slabs that are tried for a cut, the largest that fit. */
const KEPT_SLABS = 3;

/** Finds schedules of single layers. Layers of the same geometry are searched once. */
export class LayerSearch {
  private readonly cuts = new Map<string, readonly Cut[]>();
  private readonly found = new Map<string, Found | undefined>();

  constructor(
    private readonly timing: Gap8Timing,
    private readonly l1Budget: number,
  ) {}

  /** The schedule with the fewest modelled cycles, if any fits. */
  best(layer: Gap8Layer, placement: Placement): Found | undefined {
    const { name: _, ...geometry } = layer;
    const key = JSON.stringify([geometry, placement]);
    if (!this.found.has(key)) this.found.set(key, this.search(layer, placement));
    const found = this.found.get(key);
    return found === undefined ? undefined : { ...found, schedule: { ...found.schedule, layer: layer.name } };
  }

  private search(layer: Gap8Layer, placement: Placement): Found | undefined {
    const { input, output, weights } = placement;
    let best: Found | undefined;
    for (const cut of this.cutsOf(layer)) {
      const own = { ...inL2(layer, cut), input, output, weights };
      for (const slab of this.slabsOf(layer, own, placement)) {
        const schedule = { ...own, slab };
        const cycles = this.cyclesOf(layer, schedule, placement.requests);
        if (best === undefined || cycles < best.cycles) best = { schedule, cycles };
      }
    }
    return best;
  }

  /** The fastest cuts with everything in L2, of each order of the loops. */
  private cutsOf(layer: Gap8Layer): readonly Cut[] {
    const { name: _, ...geometry } = layer;
    const key = JSON.stringify(geometry);
    const known = this.cuts.get(key);
    if (known !== undefined) return known;
    const all = candidateCuts(layer, this.l1Budget);
    const kept = (['channels', 'pixels'] as const).flatMap((outer) => {
      const promising = least(
        all.filter((cut) => cut.outer === outer),
        (cut) => this.workCycles(layer, cut),
        TIMED_CUTS,
      );
      return least(promising, (cut) => this.cyclesOf(layer, inL2(layer, cut), []), KEPT_CUTS);
    });
    this.cuts.set(key, kept);
    return kept;
  }

  /** What the cores of a pointwise layer have to do, without waits; of other layers it is much the same for all cuts. */
  private workCycles({ op, inChannels, outChannels, height, width }: Gap8Layer, { tile }: Cut): number {
    if (op !== 'pointwise') return 0;
    const pixels = height * width;
    const forks = Math.ceil(pixels / (tile.pixels ?? pixels));
    return ranges(outChannels, tile.channels).reduce((sum, { size }) => {
      const all = { inChannels, outChannels: size, pixels, outStride: pixels, outFirst: 0 };
      return sum + this.timing.kernelCycles({ kernel: 'pointwise', tile: all }) + forks * this.timing.forkCycles;
    }, 0);
  }

  /** Slabs that L2 has place for, the largest first; none where nothing passes through L2 but what has to. */
  private slabsOf(layer: Gap8Layer, own: LayerSchedule, { stagingBytes }: Placement): SlabSizes[] {
    const [side, tile, length] =
      layer.op === 'pointwise'
        ? (['pixels', own.tile.pixels, layer.height * layer.width] as const)
        : (['rows', own.tile.rows, layer.outHeight] as const);
    const cutMap = (own.input === 'L3' || own.output === 'L3') && tile !== undefined;
    const sizes = cutMap ? [...new Set([length, ...SLAB_TILES.map((count) => Math.min(length, count * tile))])] : [];
    const slabs: SlabSizes[] = cutMap ? sizes.sort((a, b) => b - a).map((size) => ({ [side]: size })) : [{}];
    const fitting = (slab: SlabSizes) => planStagingBytes(planLayer(layer, { ...own, slab }, COPIES)) <= stagingBytes;
    const kept: SlabSizes[] = [];
    for (const slab of slabs) {
      if (kept.length < KEPT_SLABS && fitting(slab)) kept.push(slab);
    }
    return kept;
  }

  private cyclesOf(layer: Gap8Layer, schedule: LayerSchedule, requests: readonly Lines[]): number {
    let count = 0;
    const list = new InstructionList(() => count++);
    for (const request of requests) list.request('l3', 'in', 'next', request);
    issueLayer(planLayer(layer, schedule, COPIES), list, { eagerRefill: false });
    const program = { network: '', layers: [{ layer, before: [], window: list.instructions }] };
    const [{ from, to }] = replay(program, this.timing);
    return to - from;
  }
}

/** The items with the least of something, in order. */
function least<Item>(items: readonly Item[], amount: (item: Item) => number, count: number): Item[] {
  return items
    .map((item) => ({ item, amount: amount(item) }))
    .sort((a, b) => a.amount - b.amount)
    .slice(0, count)
    .map(({ item }) => item);
}
