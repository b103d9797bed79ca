import type { Gap8Layer } from '../layers.js';
import type { LayerSchedule, Operand, Schedule } from '../schedule.js';
import type { Body, InputStream, LayerPlan, Stream } from './plan.js';
import { type Range, ranges, type SlabRange, slabRanges } from './ranges.js';
import { buffered, contiguous, inLoop, type MapTile, mapStream, tensorStream } from './streams.js';

/** A body of the loop nest: a tile of pixels for a tile of output channels. */
interface Step {
  readonly body: number;
  readonly pixels: SlabRange;
  readonly channels: Range;
}

/**
 * A pointwise layer. With pixels outside, all channels of a tile's pixels leave L1 together; with channels outside, all pixels
 * of a tile's channels.
 */
export function planPointwise(
  layer: Gap8Layer,
  schedule: LayerSchedule,
  copies: Pick<Schedule, 'mergeLines'>,
): LayerPlan {
  const { tile, slab, outer } = schedule;
  const plane = layer.height * layer.width;
  const pixelTiles = slabRanges(plane, tile.pixels, slab.pixels);
  const channelTiles = ranges(layer.outChannels, tile.channels);
  const pairs =
    outer === 'pixels'
      ? pixelTiles.flatMap((pixels) => channelTiles.map((channels) => ({ pixels, channels })))
      : channelTiles.flatMap((channels) => pixelTiles.map((pixels) => ({ pixels, channels })));
  const steps: Step[] = pairs.map((pair, body) => ({ ...pair, body }));
  const inner = outer === 'pixels' ? channelTiles.length : pixelTiles.length;
  const outerSteps = steps.filter(({ body }) => body % inner === 0);

  const loopOf = (count: number, isOuter: boolean) => (count === 1 ? 'whole' : isOuter ? 'outer' : 'inner');
  const pixelLoop = loopOf(pixelTiles.length, outer === 'pixels');
  const channelLoop = loopOf(channelTiles.length, outer === 'channels');
  const along = (loop: InputStream['loop']) => (loop === 'whole' ? [steps[0]] : loop === 'outer' ? outerSteps : steps);
  const stream = (operand: Operand): InputStream => {
    const single = schedule.singleBuffered.includes(operand);
    if (operand === 'input') {
      const tiles = along(pixelLoop).map((step) => mapTile(step, layer.inChannels, step.body));
      return inLoop(mapStream(operand, tiles, plane, schedule.inputs[0], copies), pixelLoop, single);
    }
    const bytes = operand === 'weights' ? layer.inChannels : 1;
    const tiles = along(channelLoop).map(({ body, channels }) => ({ body, copy: contiguous(bytes * channels.size) }));
    return inLoop(tensorStream(operand, tiles, operand === 'weights' ? schedule.weights : 'L2'), channelLoop, single);
  };
  return {
    inputs: schedule.operands.map(stream),
    output: outputStream(layer, schedule, copies, outerSteps, inner),
    bodies: steps.map((step) => bodyOf(layer, step, outer === 'pixels' ? step.pixels : undefined)),
    scratchBytes: layer.inChannels,
  };
}

function mapTile({ pixels }: Step, planes: number, body: number): MapTile {
  return {
    body,
    part: { planes, bytes: pixels.size },
    slab: { planes, bytes: pixels.slab.size },
    slabKey: `${pixels.slab.start}`,
  };
}

/** The output leaves with the outer loop. */
function outputStream(
  layer: Gap8Layer,
  { outer, output }: LayerSchedule,
  copies: Pick<Schedule, 'mergeLines'>,
  outerSteps: readonly Step[],
  inner: number,
): Stream {
  const plane = layer.outHeight * layer.outWidth;
  const tiles = outerSteps.map((step): MapTile => {
    const body = step.body + inner - 1;
    if (outer === 'pixels') return mapTile(step, layer.outChannels, body);
    const part = { planes: step.channels.size, bytes: plane };
    return { body, part, slab: part, slabKey: `${step.channels.start}` };
  });
  // A range of channels is contiguous, and never cut into lines.
  const lines = outer === 'pixels' ? copies : { mergeLines: true };
  return buffered(mapStream('output', tiles, plane, output, lines));
}

/** @param outside the pixels that the output buffer holds, all where undefined */
function bodyOf(layer: Gap8Layer, { pixels, channels }: Step, outside: Range | undefined): Body {
  const outStride = outside?.size ?? layer.outHeight * layer.outWidth;
  const outFirst = pixels.start - (outside?.start ?? 0);
  const tile = {
    inChannels: layer.inChannels,
    outChannels: channels.size,
    pixels: pixels.size,
    outStride,
    outFirst,
  };
  return { first: [], forks: [{ kernel: 'pointwise', tile }] };
}
