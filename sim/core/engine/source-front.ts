import type { Loop } from '../pipeline.js';
import type { EventMachine, FrameSource } from './event-machine.js';

/**
 * The source and, if its rounds are several frames long (a memory reader that fetches some images in a burst), the blocks
 * behind it up to a stream that is deep enough for nobody behind it to notice where a round begins.
 */
export interface SourceFront {
  readonly blocks: readonly number[];
  /** The streams between them. */
  readonly inside: readonly number[];
  /** Frames after which the source does the same again. */
  readonly periodFrames: number;
}

/** Null if rounds and frames do not fit together, or the blocks behind the source are no chain. */
export function sourceFront({ pipeline, ends }: EventMachine, { index, frameWords }: FrameSource): SourceFront | null {
  const loop = pipeline.blocks[index].loops.findLast(({ rounds }) => rounds > 0)!;
  const framesPerRound = loop.writes[0].length / frameWords;
  if (Number.isInteger(1 / framesPerRound)) return { blocks: [index], inside: [], periodFrames: 1 };
  if (!Number.isInteger(framesPerRound)) return null;
  const blocks = [index];
  const inside: number[] = [];
  for (;;) {
    const last = blocks[blocks.length - 1];
    const { inputs, outputs } = pipeline.blocks[last];
    if (inputs.length > 1 || outputs.length !== 1) return null;
    const stream = ends.findIndex(({ writer }) => writer === last);
    if (pipeline.streams[stream].depth >= longestGap(loop)) return { blocks, inside, periodFrames: framesPerRound };
    inside.push(stream);
    blocks.push(ends[stream].reader);
  }
}

/** Cycles at most between two writes to a loop's first stream. */
function longestGap({ writes: [writes], iterationsPerRound, initiationInterval }: Loop): number {
  const gaps = writes.map((write, place) => {
    const next = place + 1 < writes.length ? writes[place + 1] : iterationsPerRound + writes[0];
    return next - write;
  });
  return initiationInterval * gaps.reduce((most, gap) => Math.max(most, gap));
}
