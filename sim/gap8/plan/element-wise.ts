import type { Gap8Layer } from '../layers.js';
import { inputMapsBytes } from '../layers.js';
import { INPUT_OPERANDS, type LayerSchedule, type Schedule } from '../schedule.js';
import type { Body, LayerPlan } from './plan.js';
import { type SlabRange, slabRanges } from './ranges.js';
import { buffered, inLoop, type MapTile, mapStream } from './streams.js';

/** A layer that treats all elements alike: a part of the maps after the other. */
export function planElementWise(
  layer: Gap8Layer,
  schedule: LayerSchedule,
  copies: Pick<Schedule, 'mergeLines'>,
): LayerPlan {
  const { tile, slab, inputs, output, singleBuffered } = schedule;
  const [bytes] = inputMapsBytes(layer);
  const parts = slabRanges(bytes, tile.elements, slab.elements);
  const tiles = parts.map((part, body) => tileOf(part, body));
  return {
    inputs: inputs.map((memory, index) => {
      const operand = INPUT_OPERANDS[index];
      return inLoop(mapStream(operand, tiles, bytes, memory, copies), 'inner', singleBuffered.includes(operand));
    }),
    output: buffered(mapStream('output', tiles, bytes, output, copies)),
    bodies: parts.map(({ size: elements }): Body => {
      const fork = { kernel: layer.op === 'add' ? 'add' : 'scale', tile: { elements } } as const;
      return { first: [], forks: [fork] };
    }),
    scratchBytes: 0,
  };
}

/** Maps one behind the other: copies without a kernel. A part leaves L1 from where it came to; the DMA does one after the other. */
export function planConcat(layer: Gap8Layer, schedule: LayerSchedule, copies: Pick<Schedule, 'mergeLines'>): LayerPlan {
  const { tile, slab, inputs, output, singleBuffered } = schedule;
  const sizes = inputMapsBytes(layer);
  let bodies = 0;
  const tilesOf = sizes.map((bytes, input) =>
    slabRanges(bytes, tile.elements, slab.elements).map((part) => tileOf(part, bodies++, input)),
  );
  const whole = sizes.reduce((sum, bytes) => sum + bytes, 0);
  return {
    inputs: inputs.map((memory, index) => {
      const operand = INPUT_OPERANDS[index];
      const stream = mapStream(operand, tilesOf[index], sizes[index], memory, copies);
      return inLoop(stream, 'inner', singleBuffered.includes(operand));
    }),
    output: { ...mapStream('output', tilesOf.flat(), whole, output, copies), buffers: 0 },
    bodies: tilesOf.flat().map(() => ({ first: [], forks: [] })),
    scratchBytes: 0,
  };
}

function tileOf({ size, slab }: SlabRange, body: number, input = 0): MapTile {
  return {
    body,
    part: { planes: 1, bytes: size },
    slab: { planes: 1, bytes: slab.size },
    slabKey: `${input} ${slab.start}`,
  };
}
