import type { Block, BlockBody, Loop } from '../../core/pipeline.js';

/** What every unit of a chain is given: its name, what it reads and writes, and how many frames pass. */
export interface UnitParameters {
  readonly name: string;
  readonly input: string;
  readonly output: string;
  readonly frames: number;
}

/** The loop of a unit: how long a round is, and its iterations that read and that write a word, ascending. */
export interface UnitLoop {
  readonly rounds: number;
  readonly iterationsPerRound: number;
  readonly depthCycles: number;
  readonly reads: Int32Array;
  readonly writes: Int32Array;
}

/**
 * A unit as Vivado HLS builds it between two streams: one pipelined loop that starts an iteration a cycle and does not flush
 * itself. `body` is called where words are pushed through the streams.
 */
export function hlsUnit(
  unit: string,
  { name, input, output }: UnitParameters,
  { reads, writes, ...timing }: UnitLoop,
  body?: () => BlockBody,
): Block {
  const loop: Loop = { ...timing, initiationInterval: 1, selfFlushing: false, reads: [reads], writes: [writes] };
  return {
    name,
    unit,
    inputs: [input],
    outputs: [output],
    startCycle: 0,
    loops: [loop],
    ...(body === undefined ? {} : { createBody: body }),
  };
}

/** The whole numbers below `count`, each through `map`. */
export function series(count: number, map: (index: number) => number = (index) => index): Int32Array {
  return Int32Array.from({ length: count }, (_, index) => map(index));
}
