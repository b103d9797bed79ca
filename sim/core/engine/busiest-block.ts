import { type Block, busyCycles, type Pipeline, wordsThrough } from '../pipeline.js';

/** The blocks with the most work, in the pipeline's order. */
export function busiestBlocks({ blocks }: Pipeline): number[] {
  const busy = blocks.map(workCycles);
  const most = Math.max(...busy);
  return [...blocks.keys()].filter((block) => busy[block] === most);
}

/** The pipeline with one block starting when all that lies before it must be full. */
export function withHeldBlock(pipeline: Pipeline, held: number): Pipeline {
  const { blocks, streams } = pipeline;
  const most = leastInterval(pipeline);
  const framesInside = streams.reduce((sum, { name, depth }) => sum + depth / wordsPerFrame(pipeline, name), 0);
  const startCycle = Math.ceil((framesInside + 2 * blocks.length) * most);
  return {
    ...pipeline,
    blocks: blocks.map((block, index) => (index === held ? { ...block, startCycle } : block)),
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

function wordsPerFrame({ blocks, frames }: Pipeline, stream: string): number {
  const writer = blocks.find((block) => block.outputs.includes(stream))!;
  return wordsThrough(writer, 'writes', writer.outputs.indexOf(stream)) / frames;
}
