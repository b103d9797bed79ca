import { type Gap8Layer, outputBytes } from '../layers.js';
import type { LayerSchedule, Schedule } from '../schedule.js';
import type { LayerPlan } from './plan.js';
import { ranges } from './ranges.js';
import { buffered, contiguous, inLoop, mapStream, tensorStream } from './streams.js';

/** An average over whole planes: a block of channels after the other. */
export function planAveragePool(
  layer: Gap8Layer,
  schedule: LayerSchedule,
  copies: Pick<Schedule, 'mergeLines'>,
): LayerPlan {
  const { height: rows, width: columns } = layer;
  const blocks = ranges(layer.inChannels, schedule.tile.channels);
  const tiles = (bytes: number) =>
    blocks.map(({ start, size: planes }, body) => {
      const part = { planes, bytes };
      return { body, part, slab: part, slabKey: `${start}` };
    });
  const plane = rows * columns;
  const input = mapStream('input', tiles(plane), plane, schedule.input, copies);
  return {
    inputs: [inLoop(input, 'inner', schedule.singleBuffered.includes('input'))],
    output: buffered(mapStream('output', tiles(1), 1, schedule.output, copies)),
    bodies: blocks.map(({ size: channels }) => ({
      first: [],
      forks: [{ kernel: 'averagePool', tile: { channels, rows, columns } }],
    })),
    scratchBytes: 0,
  };
}

/** A fully connected layer: some neurons after the others. */
export function planFullyConnected(layer: Gap8Layer, schedule: LayerSchedule): LayerPlan {
  const inputs = layer.inChannels;
  const blocks = ranges(layer.outChannels, schedule.tile.channels);
  const tiles = (bytes: number) => blocks.map(({ size }, body) => ({ body, copy: contiguous(bytes * size) }));
  const output = tiles(outputBytes(layer)).map(({ body, copy }, slab) => ({ body, copy, slab }));
  return {
    inputs: schedule.operands.map((operand) => {
      const single = schedule.singleBuffered.includes(operand);
      if (operand === 'input') {
        return inLoop(tensorStream(operand, [{ body: 0, copy: contiguous(inputs) }], schedule.input), 'whole', single);
      }
      const bytes = operand === 'weights' ? inputs : outputBytes(layer);
      return inLoop(
        tensorStream(operand, tiles(bytes), operand === 'weights' ? schedule.weights : 'L2'),
        'outer',
        single,
      );
    }),
    output: buffered({
      operand: 'output',
      tiles: output,
      ...(schedule.output === 'L3' ? { slabs: output.map(({ copy }) => copy) } : {}),
    }),
    bodies: blocks.map(({ size: outputs }) => ({
      first: [],
      forks: [{ kernel: 'fullyConnected', tile: { inputs, outputs } }],
    })),
    scratchBytes: 0,
  };
}
