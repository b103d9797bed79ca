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

/**
 * Collects what layers, cores, DMA and HyperRAM do between two cycles, for a timeline. A slice tells the layer that forked or
 * requested it, and which tile or slab of its operand, or of its kernel, it is in that layer.
 */
export class Gap8Timeline implements ReplayObserver {
  private readonly tracks = {
    layers: [] as Slice[],
    cluster: [] as Slice[],
    dma: [] as Slice[],
    l3: [] as Slice[],
  };

  private layersDone = 0;
  /** How often each kernel was forked in the layer so far, and each operand requested. */
  private readonly counts = new Map<string, number>();

  constructor(
    private readonly layerNames: readonly string[],
    private readonly window: { readonly fromCycle: number; readonly toCycle: number },
  ) {}

  forked({ kernel, tile: sizes }: Fork, start: number, kernelStart: number, end: number): void {
    const layer = this.layerNames[this.layersDone];
    const tile = this.count(kernel);
    this.add('cluster', { name: 'fork', fromCycle: start, toCycle: kernelStart, details: { layer, kernel, tile } });
    this.add('cluster', { name: kernel, fromCycle: kernelStart, toCycle: end, details: { layer, tile, ...sizes } });
  }

  transferred({ op, operand, direction, bytes, lineBytes }: Request, { asked, start, end }: Transfer): void {
    const name = `${operand} ${direction}`;
    const part = op === 'l3' ? 'slab' : 'tile';
    const number = this.count(`${part} ${name}`);
    const details = {
      layer: this.layerNames[this.layersDone],
      [part]: number,
      bytes,
      lines: bytes / lineBytes,
      askedCycle: asked,
    };
    this.add(op, { name, fromCycle: start, toCycle: end, details });
  }

  layer(index: number, from: number, to: number): void {
    const layer = this.layerNames[index];
    this.add('layers', { name: layer, fromCycle: from, toCycle: to, details: { layer } });
    this.layersDone = index + 1;
    this.counts.clear();
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

  /** Counts from 0 in each layer. */
  private count(what: string): number {
    const number = this.counts.get(what) ?? 0;
    this.counts.set(what, number + 1);
    return number;
  }

  private add(track: keyof typeof this.tracks, slice: Slice): void {
    const { fromCycle, toCycle } = this.window;
    if (slice.toCycle > fromCycle && slice.fromCycle < toCycle) this.tracks[track].push(slice);
  }
}
