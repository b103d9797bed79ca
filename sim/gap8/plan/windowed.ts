import type { Fork } from '../fork.js';
import type { Gap8Layer } from '../layers.js';
import type { LayerSchedule, Operand, Schedule } from '../schedule.js';
import type { InputStream, LayerPlan } from './plan.js';
import { type Range, ranges, type SlabRange, slabRanges, windowRange } from './ranges.js';
import { buffered, contiguous, inLoop, type MapTile, mapStream, tensorStream } from './streams.js';

const TAPS = 9;
const SUM_BYTES = 4;

/** A body of the loop nest: rows of a block of output channels, of a block of input channels. */
interface Step {
  readonly body: number;
  readonly channels: Range;
  readonly rows: SlabRange;
  readonly inChannels: Range;
}

/** A depthwise layer: a block of channels after the other, rows after rows. Sums of 32 bits, then a pass that rescales them. */
export function planDepthwise(
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
    const bytes = operand === 'weights' ? TAPS : 1;
    const tiles = tensors.map(({ body, channels }) => ({ body, copy: contiguous(bytes * channels.size) }));
    return inLoop(tensorStream(operand, tiles), 'outer', schedule.singleBuffered.includes(operand));
  });
}

/** A 3x3 convolution: sums are set to the bias, then one block of input channels after the other is added, then rescaled. */
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
  return planRows(layer, schedule, copies, steps, complete, (operand) => {
    const single = schedule.singleBuffered.includes(operand);
    if (operand === 'weights') {
      const used = whole ? steps.filter(({ rows }) => rows.start === 0) : steps;
      const tiles = used.map(({ body, channels, inChannels }) => {
        const bytes = TAPS * inChannels.size * channels.size;
        return { body, copy: whole ? contiguous(bytes) : { bytes, lineBytes: TAPS * inChannels.size } };
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
  tensorOf: (operand: Exclude<Operand, 'input'>) => InputStream,
): LayerPlan {
  const under = (rows: Range) => windowRange(rows, layer.height, layer.stride, layer.padTop);
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
    const map = mapStream(operand, inputTiles, layer.height * layer.width, schedule.input, copies);
    return inLoop(map, 'inner', schedule.singleBuffered.includes(operand));
  };
  const output = mapStream('output', outputTiles, layer.outHeight * layer.outWidth, schedule.output, copies);
  const sums = complete.map(({ channels, rows }) => SUM_BYTES * channels.size * rows.size * layer.outWidth);
  return {
    inputs: schedule.operands.map(stream),
    output: buffered(output),
    bodies: steps.map((step) => bodyOf(layer, step, step.inChannels.start === 0, complete.includes(step))),
    scratchBytes: Math.max(...sums),
  };
}

function bodyOf(layer: Gap8Layer, { channels, rows, inChannels }: Step, isFirst: boolean, isLast: boolean) {
  const { width, height, stride, outWidth } = layer;
  const down = windowRange(rows, height, stride, layer.padTop);
  const across = windowRange({ start: 0, size: outWidth }, width, stride, layer.padLeft);
  const plane = rows.size * outWidth;
  const window = {
    width,
    height: down.size,
    padLeft: across.before,
    padRight: across.behind,
    padTop: down.before,
    padBottom: down.behind,
  };
  const rescale: Fork = { kernel: 'rescale', tile: { channels: channels.size, plane } };
  if (layer.op === 'depthwise') {
    const depthwise: Fork = { kernel: 'depthwise', tile: { ...window, channels: channels.size, stride } };
    return { first: [], forks: [depthwise, rescale] };
  }
  const bias: Fork = { kernel: 'bias', tile: { channels: channels.size, plane } };
  const sizes = { inChannels: inChannels.size, outChannels: channels.size };
  const convolution: Fork = { kernel: 'convolution', tile: { ...window, ...sizes } };
  return { first: isFirst ? [bias] : [], forks: [convolution, ...(isLast ? [rescale] : [])] };
}
