import type { Gap8Layer } from '../layers.js';
import { InstructionList, issueLayer } from '../plan/issue.js';
import { planStagingBytes } from '../plan/plan.js';
import { planLayer } from '../plan/plan-layer.js';
import type { Lines } from '../program.js';
import { type Gap8Timing, replay } from '../replay.js';
import type { LayerSchedule, Memory, SlabSizes } from '../schedule.js';
import { COPIES, type Cut, candidateCuts, inL2 } from './candidates.js';
import { geometryOf, once } from './once.js';
import { slabSizes } from './slabs.js';
import { ofTwoBlocks } from './two-blocks.js';

/** Where the maps that a layer reads and writes and its weights lie, and what passes through L2. */
export interface Placement {
  readonly inputs: readonly Memory[];
  readonly output: Memory;
  readonly weights: Memory;
  /** What L2 has left for what is on its way. */
  readonly stagingBytes: number;
  /** What is requested and waited for as the layer begins: its own tensors, where no layer before could ask for them. */
  readonly own: readonly Lines[];
  /** What is requested as the layer begins, and waited for as the next one does. */
  readonly coming: readonly Lines[];
}

/** Tensors that are fetched while a layer runs. */
type Fetched = Pick<Placement, 'own' | 'coming'>;

const NOTHING_FETCHED: Fetched = { own: [], coming: [] };

/** A layer's schedule with its cycles. */
export interface Found {
  readonly schedule: LayerSchedule;
  readonly cycles: number;
}

/** Cuts that are timed: those with the least work on the cores. */
const TIMED_CUTS = 40;
/** Cuts that are tried in every placement: the fastest with everything in L2, of each order of the loops. */
const KEPT_CUTS = 10;
/** Slabs that are tried for a cut, the largest that fit. */
const KEPT_SLABS = 3;

/** A cut with cycles that it takes at least. */
interface TimedCut {
  readonly cut: Cut;
  readonly cycles: number;
}

interface LayerCuts {
  readonly all: readonly Cut[];
  readonly fastest: readonly TimedCut[];
}

/** Finds schedules of single layers. Layers of the same geometry are searched once. */
export class LayerSearch {
  private readonly cuts = new Map<string, LayerCuts>();
  private readonly found = new Map<string, Found | undefined>();
  private readonly staging = new Map<string, number>();
  private readonly timed = new Map<string, number>();

  constructor(
    private readonly timing: Gap8Timing,
    private readonly l1Budget: number,
  ) {}

  /** The schedule with the fewest modelled cycles, if any fits. */
  best(layer: Gap8Layer, placement: Placement): Found | undefined {
    const key = JSON.stringify([geometryOf(layer), placement]);
    if (!this.found.has(key)) this.found.set(key, this.search(layer, placement));
    const found = this.found.get(key);
    return found === undefined ? undefined : { ...found, schedule: { ...found.schedule, layer: layer.name } };
  }

  /** Where none of the fastest cuts fits into what L2 has left, all are tried. */
  private search(layer: Gap8Layer, placement: Placement): Found | undefined {
    const { fastest, all } = this.cutsOf(layer);
    return (
      this.bestOf(layer, placement, fastest) ??
      this.bestOf(
        layer,
        placement,
        all.map((cut) => ({ cut, cycles: 0 })),
      )
    );
  }

  private bestOf(layer: Gap8Layer, placement: Placement, cuts: readonly TimedCut[]): Found | undefined {
    const { inputs, output, weights } = placement;
    let best: Found | undefined;
    for (const { cut, cycles: leastCycles } of cuts) {
      if (best !== undefined && leastCycles >= best.cycles) continue;
      const own = { ...inL2(layer, cut), inputs, output, weights };
      for (const slab of this.slabsOf(layer, own, placement)) {
        const schedule = { ...own, slab };
        const cycles = this.cyclesOf(layer, schedule, placement);
        if (best === undefined || cycles < best.cycles) best = { schedule, cycles };
      }
    }
    return best;
  }

  /** All cuts, and the fastest with everything in L2, of each order of the loops. */
  private cutsOf(layer: Gap8Layer): LayerCuts {
    const key = JSON.stringify(geometryOf(layer));
    const known = this.cuts.get(key);
    if (known !== undefined) return known;
    const all = candidateCuts(layer, this.l1Budget);
    const fastest = (['channels', 'pixels'] as const).flatMap((outer) => {
      const own = all.filter((cut) => cut.outer === outer).map((cut) => ({ cut, cycles: this.workCycles(layer, cut) }));
      const timed = least(own, TIMED_CUTS).map(({ cut }) => ({
        cut,
        cycles: this.cyclesOf(layer, inL2(layer, cut), NOTHING_FETCHED),
      }));
      return least(timed, KEPT_CUTS);
    });
    const cuts = { all, fastest };
    this.cuts.set(key, cuts);
    return cuts;
  }

  /** What the cores have to do, without waits. */
  private workCycles(layer: Gap8Layer, cut: Cut): number {
    const { channels = layer.outChannels } = cut.tile;
    const rest = layer.outChannels % channels;
    const ofBlock = (outChannels: number) => this.blockCycles({ ...layer, outChannels }, cut);
    return Math.floor(layer.outChannels / channels) * ofBlock(channels) + (rest === 0 ? 0 : ofBlock(rest));
  }

  /** What the cores have to do for a block of channels: as if rows and pixels were not cut, but for the forks. */
  private blockCycles(layer: Gap8Layer, cut: Cut): number {
    const { rows = layer.outHeight, pixels = layer.height * layer.width, ...tile } = cut.tile;
    const parts = Math.ceil(layer.outHeight / rows) * Math.ceil((layer.height * layer.width) / pixels);
    const { bodies } = planLayer(layer, { ...inL2(layer, cut), tile }, COPIES);
    const forks = bodies.flatMap(({ first, forks: behind }) => [...first, ...behind]);
    const cycles = forks.reduce((sum, fork) => sum + this.timing.kernelCycles(fork), 0);
    return cycles + parts * forks.length * this.timing.forkCycles;
  }

  /** Slabs that L2 has place for, the largest first; none where nothing passes through L2 but what has to. */
  private slabsOf(layer: Gap8Layer, own: LayerSchedule, { stagingBytes }: Placement): SlabSizes[] {
    const fitting = (slab: SlabSizes) => this.stagingOf(layer, { ...own, slab }) <= stagingBytes;
    const kept: SlabSizes[] = [];
    for (const slab of slabSizes(layer, own)) {
      if (kept.length < KEPT_SLABS && fitting(slab)) kept.push(slab);
    }
    return kept;
  }

  private stagingOf(layer: Gap8Layer, schedule: LayerSchedule): number {
    return once(this.staging, [layer, schedule], () =>
      planStagingBytes(planLayer(ofTwoBlocks(layer, schedule.tile), schedule, COPIES)),
    );
  }

  private cyclesOf(layer: Gap8Layer, schedule: LayerSchedule, { own, coming }: Fetched): number {
    return once(this.timed, [layer, schedule, own, coming], () => this.replayed(layer, schedule, { own, coming }));
  }

  /** Cycles until the layer has ended, and what comes for the next one is there. */
  private replayed(layer: Gap8Layer, schedule: LayerSchedule, { own, coming }: Fetched): number {
    let count = 0;
    const list = new InstructionList(() => count++);
    const request = (lines: Lines) => list.request('l3', 'in', 'tensor', lines);
    const [awaited, ahead] = [own.map(request), coming.map(request)];
    for (const each of awaited) list.wait(each);
    issueLayer(planLayer(layer, schedule, COPIES), list, { eagerRefill: false });
    for (const each of ahead) list.wait(each);
    const program = { network: '', layers: [{ layer, before: [], window: list.instructions }], inSoftware: [] };
    const [{ from, to }] = replay(program, this.timing);
    return to - from;
  }
}

/** Those with the fewest cycles, in order. */
function least(cuts: readonly TimedCut[], count: number): TimedCut[] {
  return [...cuts].sort((a, b) => a.cycles - b.cycles).slice(0, count);
}
