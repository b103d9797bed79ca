import { type Gap8Layer, outputBytes } from '../layers.js';
import type { LayerSchedule } from '../schedule.js';
import type { LayerPlan } from './plan.js';
import { ranges } from './ranges.js';
import { buffered, contiguous, inLoop, tensorStream } from './streams.js';

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
        return inLoop(
          tensorStream(operand, [{ body: 0, copy: contiguous(inputs) }], schedule.inputs[0]),
          'whole',
          single,
        );
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
