import { ACTIVATIONS } from '../isa/instruction-set.js';
import type { ConvWeights } from './conv-weights.js';
import { type Covered, entriesOf, type Range } from './geometry.js';
import type { DpuLayer } from './operations.js';
import type { Target } from './target.js';
import { type WindowPlace, windowFields } from './window-fields.js';

/** Where a convolution reads and writes, and which columns. */
export interface ConvPlace extends WindowPlace {
  readonly augmented: boolean;
}

/** A tile of rows of one group of output channels: CONVINIT where something of it changes, and CONV. */
export function emitConv(
  { scoreboard, architecture, parameterHazards }: Target,
  layer: DpuLayer,
  place: ConvPlace,
  tile: Range,
  needed: Covered,
  group: number,
  weights: ConvWeights,
): void {
  const { input, output, augmented } = place;
  const { conv, input: view } = layer;
  const { kernel, stride, dilation } = conv!.window;
  const perEntry = architecture.inputChannelParallel.value;
  const channels = augmented ? kernel[1] * view.channels : view.channels;
  const channelGroups = entriesOf(channels, perEntry);
  scoreboard.state({
    op: 'CONVINIT',
    dpdon: 0,
    dpdby: 0,
    jumpRead: input.region.pitch,
    shiftCut: conv!.shiftCut,
    activation: ACTIVATIONS[conv!.activation],
    jumpReadEndLine: 1,
    shiftBias: conv!.shiftBias,
    dilationHeight: dilation[0],
    dilationWidth: augmented ? 1 : dilation[1],
    strideOut: 1,
    jumpWrite: output.region.pitch,
    strideOffsetIn: 0,
    validPixelParallel: tile.to - tile.from,
    kernelHeight: kernel[0],
    strideHeight: stride[0],
    jumpWriteEndLine: 1,
    strideOffsetOut: 0,
    kernelWidth: augmented ? 1 : kernel[1],
    strideWidth: augmented ? 1 : stride[1],
  });
  const rows = needed.to - needed.from;
  scoreboard.push(
    {
      op: 'CONV',
      ...windowFields(place, tile, needed, { read: 0, written: group, count: channelGroups }),
      weightAddress: weights.addressOf(group),
      biasAddress: group,
      channelOffset: channelGroups * perEntry - channels,
    },
    [...input.region.rows(needed.from, rows), weights.hazardOf(group), parameterHazards.bias],
    output.region.rows(tile.from, tile.to - tile.from),
  );
}
