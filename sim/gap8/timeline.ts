import type { TimelineTrack } from '../core/trace/timeline.js';
import type { Fork } from './fork.js';
import type { Request } from './program.js';
import type { ReplayObserver } from './replay.js';
import type { Transfer } from './units/hyper-ram.js';

interface Slice {
  readonly name: string;
  readonly fromCycle: number;
  readonly toCycle: number;
  readonly details: Readonly<Record<string, number | string>>;
}

/** Collects what layers, cores, DMA and HyperRAM do between two cycles, for a timeline. */
export class Gap8Timeline implements ReplayObserver {
  private readonly tracks = {
    layers: [] as Slice[],
    cluster: [] as Slice[],
    dma: [] as Slice[],
    l3: [] as Slice[],
  };

  constructor(
    private readonly layerNames: readonly string[],
    private readonly window: { readonly fromCycle: number; readonly toCycle: number },
  ) {}

  forked({ kernel, tile }: Fork, start: number, kernelStart: number, end: number): void {
    this.add('cluster', { name: 'fork', fromCycle: start, toCycle: kernelStart, details: {} });
    this.add('cluster', { name: kernel, fromCycle: kernelStart, toCycle: end, details: { ...tile } });
  }

  transferred({ op, operand, direction, bytes, lineBytes }: Request, { asked, start, end }: Transfer): void {
    const details = { bytes, lines: bytes / lineBytes, askedCycle: asked };
    this.add(op, { name: `${operand} ${direction}`, fromCycle: start, toCycle: end, details });
  }

  layer(index: number, from: number, to: number): void {
    this.add('layers', { name: this.layerNames[index], fromCycle: from, toCycle: to, details: {} });
  }

  /** What was collected, from the slowest to the fastest. */
  collected(): TimelineTrack[] {
    const { layers, cluster, dma, l3 } = this.tracks;
    return [
      { name: 'layers', slices: layers },
      { name: 'cluster (kernels)', slices: cluster },
      { name: 'cluster DMA (L2 and L1)', slices: dma },
      { name: 'HyperRAM (L3 and L2)', slices: l3 },
    ];
  }

  private add(track: keyof typeof this.tracks, slice: Slice): void {
    const { fromCycle, toCycle } = this.window;
    if (slice.toCycle > fromCycle && slice.fromCycle < toCycle) this.tracks[track].push(slice);
  }
}
