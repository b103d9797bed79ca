import type { Loop } from '../pipeline.js';
import type { EventMachine, FrameSource } from './event-machine.js';

/**
 * The source and, if its rounds are longer than a frame (a memory reader that fetches some images in a burst), the blocks
 * behind it up to a stream that is deep enough for nobody behind it to notice where a round begins.
 */
export interface SourceFront {
  readonly blocks: readonly number[];
  /** The streams between them. */
  readonly inside: readonly number[];
}

/** Null if the blocks behind the source would have to be a chain and are not, or the source does not write any more. */
export function sourceFront({ pipeline, ends }: EventMachine, { index, frameWords }: FrameSource): SourceFront | null {
  const loop = pipeline.blocks[index].loops.findLast(({ rounds }) => rounds > 0)!;
  const longest = Math.max(...loop.writes.map((writes) => longestGap(writes, loop)));
  if (longest === 0) return null;
  const blocks = [index];
  const inside: number[] = [];
  if (loop.writes.every(({ length }) => length <= frameWords)) return { blocks, inside };
  for (;;) {
    const last = blocks[blocks.length - 1];
    const { inputs, outputs } = pipeline.blocks[last];
    if (inputs.length > 1 || outputs.length !== 1) return null;
    const stream = ends.findIndex(({ writer }) => writer === last);
    if (pipeline.streams[stream].depth >= longest) return { blocks, inside };
    inside.push(stream);
    blocks.push(ends[stream].reader);
  }
}

/** Cycles at most between two writes to a stream, 0 if there are none. */
function longestGap(writes: Int32Array, { iterationsPerRound, initiationInterval }: Loop): number {
  const gaps = Array.from(writes, (write, place) => {
    const next = place + 1 < writes.length ? writes[place + 1] : iterationsPerRound + writes[0];
    return next - write;
  });
  return initiationInterval * gaps.reduce((most, gap) => Math.max(most, gap), 0);
}
