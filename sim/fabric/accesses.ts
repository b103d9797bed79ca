import { type Pipeline, wordsThrough } from '../core/pipeline.js';

/** Words that are read and written on all streams for one image. */
export function accessesPerFrame({ blocks, frames }: Pipeline): number {
  const accesses = blocks.flatMap((block) => [
    ...block.inputs.map((_, port) => wordsThrough(block, 'reads', port)),
    ...block.outputs.map((_, port) => wordsThrough(block, 'writes', port)),
  ]);
  return accesses.reduce((sum, words) => sum + words, 0) / frames;
}
