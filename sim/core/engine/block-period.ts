import { type Block, type Pipeline, wordsThrough } from '../pipeline.js';
import type { Rhythms } from './timetable.js';

/** Rounds of a block's last loop for each frame, as `rounds` in `frames` frames without a common divisor. */
export interface FrameRounds {
  readonly rounds: number;
  readonly frames: number;
}

/** Frames and rounds fit together by the words of one of the block's ports. */
export function roundsPerFrame(block: Block, frames: number): FrameRounds {
  const loop = block.loops.findLast(({ rounds }) => rounds > 0);
  const ports = (['reads', 'writes'] as const).flatMap((side) =>
    (loop?.[side] ?? []).map(({ length }, port) => ({ length, all: wordsThrough(block, side, port) })),
  );
  const port = ports.find(({ length }) => length > 0);
  if (port === undefined) return { rounds: 0, frames: 1 };
  const divisor = greatestDivisor(port.all, port.length * frames);
  return { rounds: port.all / divisor, frames: (port.length * frames) / divisor };
}

/** Frames after which a block does the same again if everybody else does, in either rhythm. */
export function periodFrames({ blocks, frames }: Pipeline, block: number, { free, held }: Rhythms): number {
  const { gate } = blocks[block];
  const whole = roundsPerFrame(blocks[block], frames).frames;
  if (gate === undefined) return whole;
  const periods = [free, held].map((rhythm) => gate.open.length / greatestDivisor(gate.open.length, whole * rhythm));
  return whole * leastMultiple(periods[0], periods[1]);
}

/** The least common multiple of two counts. */
export function leastMultiple(one: number, other: number): number {
  return (one / greatestDivisor(one, other)) * other;
}

function greatestDivisor(one: number, other: number): number {
  return other === 0 ? one : greatestDivisor(other, one % other);
}
