import type { Block, Gate, Loop, Pipeline, Word } from '../../sim/core/index.js';

interface LoopFields {
  readonly rounds: number;
  /** 1 where absent, as are the interval and the depth. */
  readonly iterations?: number;
  readonly interval?: number;
  readonly depth?: number;
  readonly selfFlushing?: boolean;
  /** For each port the iterations of a round that access it; one port that every iteration accesses is `[[0]]`. */
  readonly reads?: readonly (readonly number[])[];
  readonly writes?: readonly (readonly number[])[];
}

/** A loop of which only what matters is said. */
export function loop(fields: LoopFields): Loop {
  const { rounds, iterations = 1, interval = 1, depth = 1, selfFlushing = false, reads = [], writes = [] } = fields;
  return {
    rounds,
    iterationsPerRound: iterations,
    initiationInterval: interval,
    depthCycles: depth,
    selfFlushing,
    reads: reads.map((port) => Int32Array.from(port)),
    writes: writes.map((port) => Int32Array.from(port)),
  };
}

/** A block; `streams` is what it reads and what it writes, as in `a b -> c`. */
export function block(
  name: string,
  streams: string,
  loops: Loop | readonly Loop[],
  { startCycle = 0, gate }: { readonly startCycle?: number; readonly gate?: Gate } = {},
): Block {
  const [inputs, outputs] = streams.split('->').map((side) => side.split(' ').filter((stream) => stream !== ''));
  return {
    name,
    unit: 'test',
    inputs,
    outputs,
    startCycle,
    ...(gate === undefined ? {} : { gate }),
    loops: [loops].flat(),
  };
}

/** A pipeline of blocks and of 8-bit streams with the given depths. */
export function pipeline(frames: number, depths: Readonly<Record<string, number>>, blocks: readonly Block[]): Pipeline {
  const streams = Object.entries(depths).map(([name, depth]) => ({ name, depth, bits: 8 }));
  return { name: 'hand-made', frames, blocks, streams };
}

/** A block that writes these words, one a cycle. */
export function wordSource(output: string, words: readonly Word[]): Block {
  const left = [...words];
  return {
    ...block('source', `-> ${output}`, loop({ rounds: words.length, writes: [[0]] })),
    createBody: () => ({ iterate: () => [left.shift()!] }),
  };
}

/** A block that reads `count` words and appends them to `received`. */
export function wordSink(input: string, count: number, received: Word[]): Block {
  return {
    ...block('sink', `${input} ->`, loop({ rounds: count, reads: [[0]] })),
    createBody: () => ({
      iterate(_loop, _iteration, [word]) {
        received.push(word);
        return [];
      },
    }),
  };
}
