import type { Block, BlockBody, Loop } from '../../../core/pipeline.js';

/** What a stage is called, what it reads and what it writes; the first reads no stream, and the last writes none. */
export interface StagePlace {
  readonly name: string;
  readonly input?: string;
  readonly output?: string;
}

/** A stretch of a stage's iterations, and those of a round that read and that write a word, ascending. */
export interface StageLoop {
  readonly rounds: number;
  readonly iterationsPerRound: number;
  readonly reads?: Int32Array;
  readonly writes?: Int32Array;
}

/**
 * A stage of the offload engine: one iteration a cycle, which reads and writes in that cycle, or stands still as a whole.
 * Without a depth there is no gap between loops, so that a loop whose pattern changes on the way is a list of loops.
 * `body` is called where words are pushed through the streams. (facts/qnn-mo-pynq.md section 3.2)
 */
export function stage(
  unit: string,
  { name, input, output }: StagePlace,
  loops: readonly StageLoop[],
  body?: () => BlockBody,
): Block {
  return {
    name,
    unit,
    inputs: input === undefined ? [] : [input],
    outputs: output === undefined ? [] : [output],
    startCycle: 0,
    loops: loops.map(
      ({ rounds, iterationsPerRound, reads = NONE, writes = NONE }): Loop => ({
        rounds,
        iterationsPerRound,
        initiationInterval: 1,
        depthCycles: 0,
        selfFlushing: false,
        reads: input === undefined ? [] : [reads],
        writes: output === undefined ? [] : [writes],
      }),
    ),
    ...(body === undefined ? {} : { createBody: body }),
  };
}

const NONE = Int32Array.of();
