import type { Region } from './banks.js';
import { ConvWeights } from './conv-weights.js';
import { DepthwiseWeights } from './depthwise-weights.js';
import { type ConvPlace, emitConv } from './emit-conv.js';
import { Finisher } from './finisher.js';
import { alongHeight, alongWidth, type Covered, covered, type Range, windowsOf } from './geometry.js';
import type { View } from './operations.js';
import { DEPTHWISE_BIAS, loadBias, parameterBanks } from './parameters.js';
import type { LayerPlan } from './plan.js';
import type { RingName } from './rings.js';
import { type Augmentation, RowLoader } from './row-loader.js';
import type { Held, Target } from './target.js';

/** Emits the instructions of a layer that computes: ranges of columns, in them tiles of rows, in them groups of output channels. */
export class LayerEmitter {
  private readonly weights: ConvWeights | undefined;
  private readonly depthwise: DepthwiseWeights | undefined;

  constructor(
    private readonly target: Target,
    private readonly plan: LayerPlan,
  ) {
    const { architecture } = target;
    const { layer, tiling } = plan;
    const banks = parameterBanks(architecture);
    if (layer.conv !== undefined) {
      loadBias(target, banks, layer.sources[0], layer.middle.channels, 0);
      this.weights = new ConvWeights(target, layer, tiling.augmented);
    }
    if (layer.misc?.kind === 'depthwise') {
      const name = layer.sources[layer.sources.length - 1];
      const { channels } = layer.output;
      loadBias(target, banks, name, channels, DEPTHWISE_BIAS);
      this.depthwise = new DepthwiseWeights(target, name, layer.misc.window.kernel, channels);
    }
  }

  /** Whether weights are loaded again for every tile. */
  get streamsWeights(): boolean {
    return this.weights !== undefined && !this.weights.fit;
  }

  emit(): void {
    const { rings, tiling } = this.plan;
    const entries = Object.entries(rings) as [RingName, NonNullable<(typeof rings)[RingName]>][];
    const regions = entries.map(([name, placement]) => {
      const { slots, width, pitch } = tiling.rings[name]!;
      return [name, this.target.history.region(placement, slots, width, pitch)] as const;
    });
    for (const columns of tiling.columns) this.emitColumns(columns, Object.fromEntries(regions));
  }

  private emitColumns(columns: Range, rings: Partial<Record<RingName, Region>>): void {
    const { layer, tiling } = this.plan;
    const { conv, misc, middle, input, output, other } = layer;
    const [convWidth, miscWidth] = windowsOf(layer, alongWidth);
    const middleColumns = covered(miscWidth, columns, middle.width);
    const inputColumns = conv === undefined ? middleColumns : covered(convWidth, middleColumns, input.width);

    const source = this.hold(input, rings.input, inputColumns.from);
    const sink = this.hold(output, rings.output, columns.from);
    const kept = { region: rings.middle!, column: middleColumns.from, group: 0, isRing: true };
    const between = conv === undefined ? source : misc === undefined ? sink : kept;
    const [convHeight, miscHeight] = windowsOf(layer, alongHeight);
    const height = conv === undefined ? miscHeight : convHeight;
    const augmentation = this.augmentation(middleColumns, inputColumns);
    const rows = new RowLoader(this.target, input, source, inputColumns, height, augmentation);
    const finisher = new Finisher(this.target, layer, between, middleColumns, sink, columns, this.depthwise);
    if (other !== undefined) finisher.addOther(other, this.hold(other, rings.other, columns.from));

    if (conv === undefined) {
      for (let from = 0; from < output.height; from += tiling.tileRows) {
        const needed = covered(height, { from, to: Math.min(from + tiling.tileRows, output.height) }, middle.height);
        rows.require(needed);
        finisher.finish(needed.to);
      }
      return;
    }
    const augmented = { from: 0, to: middleColumns.to - middleColumns.from, before: 0, behind: 0 };
    this.emitTiles(rows, finisher, {
      input: tiling.augmented ? { ...source, column: 0 } : source,
      inputColumns: tiling.augmented ? augmented : inputColumns,
      output: between,
      columns: middleColumns,
      augmented: tiling.augmented,
    });
  }

  /**
   * The tiles of a convolution. While one is computed, the rows of the next are loaded, one behind each CONV. Weights that exceed
   * their banks are loaded for every tile, unless all tiles are in the banks: then group after group goes through all of them.
   */
  private emitTiles(rows: RowLoader, finisher: Finisher, place: ConvPlace): void {
    const { layer, tiling } = this.plan;
    const { middle, input } = layer;
    const [height] = windowsOf(layer, alongHeight);
    const weights = this.weights!;
    const tiles = Math.ceil(middle.height / tiling.tileRows);
    const rowsOf = (tile: number): Range => ({
      from: tile * tiling.tileRows,
      to: Math.min((tile + 1) * tiling.tileRows, middle.height),
    });
    const neededBy = (tile: number): Covered => covered(height, rowsOf(tile), input.height);
    const convolve = (tile: number, group: number) => {
      rows.require(neededBy(tile));
      weights.require(group);
      emitConv(this.target, layer, place, rowsOf(tile), neededBy(tile), group, weights);
      if (group === weights.groups - 1) finisher.finish(rowsOf(tile).to);
    };
    if (!weights.fit && place.input.region.rowsHeld >= input.height && place.output.region.rowsHeld >= middle.height) {
      for (let group = 0; group < weights.groups; group++) {
        for (let tile = 0; tile < tiles; tile++) convolve(tile, group);
      }
      return;
    }
    for (let tile = 0; tile < tiles; tile++) {
      const { from, to } = neededBy(tile);
      const next = tile + 1 < tiles ? neededBy(tile + 1).to : to;
      for (let group = 0; group < weights.groups; group++) {
        convolve(tile, group);
        rows.prefetchOne(from, next);
      }
      while (rows.prefetchOne(from, next));
    }
  }

  private augmentation(columns: Covered, { from, before, behind }: Covered): Augmentation | undefined {
    const { layer, tiling } = this.plan;
    if (!tiling.augmented) return undefined;
    const { kernel, stride } = layer.conv!.window;
    return { kernel: kernel[1], stride: stride[1], outputs: columns.to - columns.from, column: from, before, behind };
  }

  private hold(view: View, ring: Region | undefined, column: number): Held {
    const { regions, architecture } = this.target;
    const region = regions.get(view.storage);
    if (region === undefined) return { region: ring!, column, group: 0, isRing: true };
    return { region, column: 0, group: view.channelOffset / architecture.inputChannelParallel.value, isRing: false };
  }
}
