import { type Gap8Layer, hasWeights, tapsOf } from '../layers.js';
import type { LayerSchedule, Operand, Schedule } from '../schedule.js';
import { forksOf } from './forks.js';
import type { Body, InputStream, LayerPlan } from './plan.js';
import { type Range, ranges, slabRanges, windowRange } from './ranges.js';
import type { Step } from './step.js';
import { buffered, contiguous, inLoop, type MapTile, mapStream, tensorStream } from './streams.js';

const SUM_BYTES = 4;

/** A tensor's part of the loop nest. */
type TensorOf = (operand: Operand) => InputStream;

/**
 * A depthwise layer or a pool: a block of channels after the other, rows after rows. Sums of products have 32 bits, then a pass
 * rescales them.
 */
export function planChannelwise(
  layer: Gap8Layer,
  schedule: LayerSchedule,
  copies: Pick<Schedule, 'mergeLines'>,
): LayerPlan {
  const blocks = ranges(layer.outChannels, schedule.tile.channels);
  const rowTiles = slabRanges(layer.outHeight, schedule.tile.rows, schedule.slab.rows);
  const pairs = blocks.flatMap((channels) => rowTiles.map((rows) => ({ channels, rows, inChannels: channels })));
  const steps: Step[] = pairs.map((pair, body) => ({ ...pair, body }));
  const tensors = steps.filter(({ rows }) => rows.start === 0);
  return planRows(layer, schedule, copies, steps, steps, (operand) => {
    const bytes = operand === 'weights' ? tapsOf(layer) : 1;
    const tiles = tensors.map(({ body, channels }) => ({ body, copy: contiguous(bytes * channels.size) }));
    return inLoop(tensorStream(operand, tiles), 'outer', schedule.singleBuffered.includes(operand));
  });
}

/** A convolution: sums are set to the bias, then one block of input channels after the other is added, then rescaled. */
export function planConvolution(
  layer: Gap8Layer,
  schedule: LayerSchedule,
  copies: Pick<Schedule, 'mergeLines'>,
): LayerPlan {
  const blocks = ranges(layer.outChannels, schedule.tile.channels);
  const rowTiles = slabRanges(layer.outHeight, schedule.tile.rows, schedule.slab.rows);
  const inBlocks = ranges(layer.inChannels, schedule.tile.inChannels);
  const triples = blocks.flatMap((channels) =>
    rowTiles.flatMap((rows) => inBlocks.map((inChannels) => ({ channels, rows, inChannels }))),
  );
  const steps: Step[] = triples.map((triple, body) => ({ ...triple, body }));
  const whole = inBlocks.length === 1;
  const complete = steps.filter((_, index) => index % inBlocks.length === inBlocks.length - 1);
  const taps = tapsOf(layer);
  return planRows(layer, schedule, copies, steps, complete, (operand) => {
    const single = schedule.singleBuffered.includes(operand);
    if (operand === 'weights') {
      const used = whole ? steps.filter(({ rows }) => rows.start === 0) : steps;
      const tiles = used.map(({ body, channels, inChannels }) => {
        const bytes = taps * inChannels.size * channels.size;
        return { body, copy: whole ? contiguous(bytes) : { bytes, lineBytes: taps * inChannels.size } };
      });
      return inLoop(tensorStream(operand, tiles, schedule.weights), whole ? 'outer' : 'inner', single);
    }
    const blockwise = steps.filter(({ rows, inChannels }) => rows.start === 0 && inChannels.start === 0);
    const tiles = blockwise.map(({ body, channels }) => ({ body, copy: contiguous(channels.size) }));
    return inLoop(tensorStream(operand, tiles), blocks.length === 1 ? 'whole' : 'outer', single);
  });
}

/** What both have in common: rows of the input with their neighbours, rows of the output, sums in between. */
function planRows(
  layer: Gap8Layer,
  schedule: LayerSchedule,
  copies: Pick<Schedule, 'mergeLines'>,
  steps: readonly Step[],
  complete: readonly Step[],
  tensorOf: TensorOf,
): LayerPlan {
  const under = (rows: Range) => windowRange(rows, layer.height, layer.kernel[0], layer.stride[0], layer.padding.top);
  const inputTiles = steps.map(({ body, channels, rows, inChannels }): MapTile => {
    const of = (range: Range) => ({ planes: inChannels.size, bytes: under(range).size * layer.width });
    const slabKey = `${channels.start} ${rows.slab.start} ${inChannels.start}`;
    return { body, part: of(rows), slab: of(rows.slab), slabKey };
  });
  const outputTiles = complete.map(({ body, channels, rows }): MapTile => {
    const of = (range: Range) => ({ planes: channels.size, bytes: range.size * layer.outWidth });
    return { body, part: of(rows), slab: of(rows.slab), slabKey: `${channels.start} ${rows.slab.start}` };
  });
  const stream = (operand: Operand): InputStream => {
    if (operand !== 'input') return tensorOf(operand);
    const map = mapStream(operand, inputTiles, layer.height * layer.width, schedule.inputs[0], copies);
    return inLoop(map, 'inner', schedule.singleBuffered.includes(operand));
  };
  const output = mapStream('output', outputTiles, layer.outHeight * layer.outWidth, schedule.output, copies);
  return {
    inputs: schedule.operands.map(stream),
    output: buffered(output),
    get bodies() {
      return bodiesOf(layer, schedule, steps);
    },
    scratchBytes: sumBytes(layer, complete) + vectorBytes(layer, schedule, steps),
  };
}

/** The kernels of each step; steps of the same rows and as many channels share them. */
function bodiesOf(layer: Gap8Layer, schedule: LayerSchedule, steps: readonly Step[]): Body[] {
  const known = new Map<string, Body>();
  return steps.map((step) => {
    const { channels, rows, inChannels } = step;
    const isLast = inChannels.start + inChannels.size === layer.inChannels;
    const key = `${channels.size} ${rows.start} ${rows.size} ${inChannels.start === 0} ${inChannels.size} ${isLast}`;
    const body = known.get(key) ?? forksOf(layer, schedule, step);
    known.set(key, body);
    return body;
  });
}

/** Sums of 32 bits of the largest tile; pools have none. */
function sumBytes(layer: Gap8Layer, complete: readonly Step[]): number {
  if (!hasWeights(layer)) return 0;
  return SUM_BYTES * layer.outWidth * largest(complete, ({ channels, rows }) => channels.size * rows.size);
}

/** The window of an output that is gathered into a vector. */
function vectorBytes(layer: Gap8Layer, { im2col }: LayerSchedule, steps: readonly Step[]): number {
  return im2col ? tapsOf(layer) * largest(steps, ({ inChannels }) => inChannels.size) : 0;
}

/** There may be more steps than a call takes arguments. */
function largest(steps: readonly Step[], sizeOf: (step: Step) => number): number {
  return steps.reduce((most, step) => Math.max(most, sizeOf(step)), 0);
}
