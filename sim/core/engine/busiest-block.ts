import { accessesPerFrame, type Block, busyCycles, type Pipeline, wordsThrough } from '../pipeline.js';

/** Of some of a pipeline's blocks those with the most work, in the same order. */
export function busiestOf(pipeline: Pipeline, blocks: readonly number[]): number[] {
  const work = blocks.map((block) => workCycles(pipeline.blocks[block]));
  const most = Math.max(...work);
  return blocks.filter((_, index) => work[index] === most);
}

/** Frames that fill a pipeline one of whose blocks does nothing, with some more for what is inside the blocks. */
export function framesToFill(pipeline: Pipeline): number {
  const { blocks, streams } = pipeline;
  const held = streams.map(({ name, depth }) => depth / accessesPerFrame(pipeline, name, 'writes'));
  return held.reduce((sum, frames) => sum + frames, 2 * blocks.length);
}

/** The pipeline with one block starting when all that lies before it should be full. */
export function withHeldBlock(pipeline: Pipeline, held: number): Pipeline {
  const startCycle = Math.ceil(framesToFill(pipeline) * leastInterval(pipeline));
  return {
    ...pipeline,
    blocks: pipeline.blocks.map((block, index) => (index === held ? { ...block, startCycle } : block)),
  };
}

/** Cycles a frame of the block with the most work: no depths of streams make a frame take less. */
export function leastInterval({ blocks, frames }: Pipeline): number {
  return Math.max(...blocks.map((block) => workCycles(block) / frames));
}

/** Cycles of a block that never waits for a stream. */
function workCycles(block: Block): number {
  const busy = block.loops.reduce((sum, loop) => sum + busyCycles(loop), 0);
  const { gate } = block;
  if (gate === undefined) return busy;
  const words = Math.max(
    ...block.inputs.map((_, port) => wordsThrough(block, 'reads', port)),
    ...block.outputs.map((_, port) => wordsThrough(block, 'writes', port)),
  );
  return Math.max(busy, (words * gate.open.length) / gate.open.filter(Boolean).length);
}
