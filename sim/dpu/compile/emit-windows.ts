import { ACTIVATIONS, POOL_TYPES } from '../isa/instruction-set.js';
import type { DepthwiseWeights } from './depthwise-weights.js';
import { alongHeight, type Covered, covered, entriesOf, type Range } from './geometry.js';
import type { MiscPlace } from './misc-place.js';
import type { DepthwiseStage, DpuLayer, PoolStage } from './operations.js';
import type { Target } from './target.js';
import { windowFields } from './window-fields.js';

/** POOL: some rows of all channels. */
export function emitPool({ scoreboard, architecture }: Target, layer: DpuLayer, place: MiscPlace, rows: Range): void {
  const stage = layer.misc as PoolStage;
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
    { op: 'POOL', ...windowFields(place, rows, needed, { read: 0, written: 0, count: groups }) },
    input.region.rows(needed.from, needed.to - needed.from),
    output.region.rows(rows.from, rows.to - rows.from),
  );
}

/** DPTWISE: some rows, group after group of as many channels as their bank has weights of. */
export function emitDepthwise(
  { scoreboard, parameterHazards }: Target,
  layer: DpuLayer,
  place: MiscPlace,
  rows: Range,
  weights: DepthwiseWeights,
): void {
  const stage = layer.misc as DepthwiseStage;
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
        ...windowFields(place, rows, needed, { read: firstGroup, written: firstGroup, count: groups }),
        weightAddress: 0,
        biasAddress: biasAddress + firstGroup,
      },
      [...input.region.rows(needed.from, needed.to - needed.from), parameterHazards.depthwise, parameterHazards.bias],
      output.region.rows(rows.from, rows.to - rows.from),
    );
  }
}

function neededRows({ misc, middle }: DpuLayer, rows: Range): Covered {
  return covered(alongHeight((misc as PoolStage).window), rows, middle.height);
}
