import type { Architecture } from '../architecture.js';
import { ACTIVATIONS, POOL_TYPES } from '../isa/instruction-set.js';
import { alongHeight, type Covered, covered, entriesOf, type Range, span } from './geometry.js';
import type { AddStage, DepthwiseStage, DpuLayer, PoolStage } from './operations.js';
import type { Held, Target } from './target.js';
import type { DepthwiseWeights } from './weights.js';

/** Where MISC reads and writes, and which columns. */
export interface MiscPlace {
  readonly input: Held;
  readonly inputColumns: Covered;
  readonly other?: Held;
  readonly output: Held;
  readonly columns: Range;
  readonly biasAddress: number;
}

/** Some rows of what MISC does for a layer: as many as one instruction computes. */
export function emitMisc(
  target: Target,
  layer: DpuLayer,
  place: MiscPlace,
  rows: Range,
  weights: DepthwiseWeights | undefined,
): void {
  switch (layer.misc!.kind) {
    case 'add':
      emitAdd(target, layer, layer.misc as AddStage, place, rows.from);
      break;
    case 'pool':
      emitPool(target, layer, layer.misc as PoolStage, place, rows);
      break;
    case 'depthwise':
      emitDepthwise(target, layer, layer.misc as DepthwiseStage, place, rows, weights!);
      break;
  }
}

/** Fields that say where windows of rows lie, of some groups of channels. */
function windowFields(
  { input, inputColumns, output, columns }: MiscPlace,
  rows: Range,
  needed: Covered,
  firstGroup: number,
  groups: number,
) {
  const column = inputColumns.from - input.column;
  const addresses = input.region.addressesOf(needed.from, needed.to - needed.from, column, input.group + firstGroup);
  return {
    dpdon: 0,
    dpdby: 0,
    inAddress0: addresses[0],
    inAddress1: addresses[1] ?? 0,
    inAddress2: addresses[2] ?? 0,
    inAddress3: addresses[3] ?? 0,
    padLeft: inputColumns.before,
    padTop: needed.before,
    padRight: inputColumns.behind,
    padBottom: needed.behind,
    bankIn: input.region.bankOf(needed.from),
    outAddress: output.region.addressOf(rows.from, columns.from - output.column, output.group + firstGroup),
    bankOut: output.region.bankOf(rows.from),
    channelGroups: groups,
    length: columns.to - columns.from,
  };
}

function neededRows({ misc, middle }: DpuLayer, rows: Range): Covered {
  return covered(alongHeight((misc as PoolStage).window), rows, middle.height);
}

function emitPool(
  { scoreboard, architecture }: Target,
  layer: DpuLayer,
  stage: PoolStage,
  place: MiscPlace,
  rows: Range,
) {
  const { kernel, stride } = stage.window;
  const { input, output } = place;
  scoreboard.state({
    op: 'POOLINIT',
    dpdon: 0,
    dpdby: 0,
    jumpRead: input.region.pitch,
    jumpWrite: output.region.pitch,
    kernelHeight: kernel[0],
    strideHeight: stride[0],
    kernelWidth: kernel[1],
    strideWidth: stride[1],
    poolType: POOL_TYPES[stage.pool],
    shiftCut: stage.shiftCut,
    validPixelParallel: rows.to - rows.from,
  });
  const needed = neededRows(layer, rows);
  const groups = entriesOf(layer.output.channels, architecture.inputChannelParallel.value);
  scoreboard.push(
    { op: 'POOL', ...windowFields(place, rows, needed, 0, groups) },
    input.region.rows(needed.from, needed.to - needed.from),
    output.region.rows(rows.from, rows.to - rows.from),
  );
}

function emitDepthwise(
  { scoreboard, parameterHazards }: Target,
  layer: DpuLayer,
  stage: DepthwiseStage,
  place: MiscPlace,
  rows: Range,
  weights: DepthwiseWeights,
): void {
  const { kernel, stride, dilation } = stage.window;
  const { input, output, biasAddress } = place;
  const needed = neededRows(layer, rows);
  for (const part of weights.parts) {
    weights.require(part);
    scoreboard.state({
      op: 'DWINIT',
      dpdon: 0,
      dpdby: 0,
      jumpRead: input.region.pitch,
      shiftCut: stage.shiftCut,
      activation: ACTIVATIONS[stage.activation],
      jumpWrite: output.region.pitch,
      shiftBias: stage.shiftBias,
      validPixelParallel: rows.to - rows.from,
      dilationHeight: dilation[0],
      dilationWidth: dilation[1],
      kernelHeight: kernel[0],
      strideHeight: stride[0],
      kernelWidth: kernel[1],
      strideWidth: stride[1],
    });
    const { firstGroup, groups } = part;
    scoreboard.push(
      {
        op: 'DPTWISE',
        ...windowFields(place, rows, needed, firstGroup, groups),
        weightAddress: 0,
        biasAddress: biasAddress + firstGroup,
      },
      [...input.region.rows(needed.from, needed.to - needed.from), parameterHazards.depthwise, parameterHazards.bias],
      output.region.rows(rows.from, rows.to - rows.from),
    );
  }
}

function emitAdd(
  { scoreboard, architecture }: Target,
  layer: DpuLayer,
  stage: AddStage,
  place: MiscPlace,
  row: number,
) {
  const { input, output, columns } = place;
  const other = place.other!;
  const [shiftRead0, shiftRead1] = stage.shiftRead;
  scoreboard.state({
    op: 'ELEWINIT',
    dpdon: 0,
    dpdby: 0,
    jumpRead0: input.region.pitch,
    jumpRead1: other.region.pitch,
    activation: ACTIVATIONS[stage.activation],
    jumpWrite: output.region.pitch,
    shiftRead0,
    shiftRead1,
    shiftWrite: stage.shiftWrite,
  });
  const addressIn = ({ region, column, group }: Held) => region.addressOf(row, columns.from - column, group);
  scoreboard.push(
    {
      op: 'ELEW',
      dpdon: 0,
      dpdby: 0,
      inAddress0: addressIn(input),
      bankIn0: input.region.bankOf(row),
      outAddress: addressIn(output),
      bankOut: output.region.bankOf(row),
      channelGroups: entriesOf(layer.output.channels, architecture.inputChannelParallel.value),
      inAddress1: addressIn(other),
      bankIn1: other.region.bankOf(row),
      length: columns.to - columns.from,
    },
    [...input.region.rows(row, 1), ...other.region.rows(row, 1)],
    output.region.rows(row, 1),
  );
}

/** Rows that MISC computes with one instruction from `row` on; a window of rows spans at most four slots. */
export function miscRows({ misc }: DpuLayer, { miscPixelParallel, pixelParallel }: Architecture, row: number): number {
  if (misc?.kind === 'add') return 1;
  const parallel = miscPixelParallel.value;
  const window = alongHeight(misc!.window);
  let rows = parallel - (row % parallel);
  while (rows > 1 && span(window, rows) > (MAX_SLOTS - 1) * pixelParallel.value + 1) rows--;
  return rows;
}

const MAX_SLOTS = 4;
