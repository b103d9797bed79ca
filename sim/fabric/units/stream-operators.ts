import type { Block, BlockBody } from '../../core/pipeline.js';

/** What a unit that passes a word of every stream at once is told. */
export interface StreamOperatorParameters {
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Words of the whole run on each stream. */
  readonly words: number;
  /** 0: the streams that it writes are its output registers. */
  readonly depthCycles: number;
}

/** Hands every word of one stream to several, all at once. */
export function duplicate(parameters: StreamOperatorParameters): Block {
  const { outputs } = parameters;
  return operator('duplicate', parameters, () => ({ iterate: (_loop, _iteration, [word]) => outputs.map(() => word) }));
}

/** Adds a word of each of several streams, as plain numbers. */
export function add(parameters: StreamOperatorParameters): Block {
  return operator('add', parameters, () => ({
    iterate: (_loop, _iteration, words) => [words.reduce((sum, word) => sum + word)],
  }));
}

function operator(
  unit: string,
  { name, inputs, outputs, words, depthCycles }: StreamOperatorParameters,
  createBody: () => BlockBody,
): Block {
  const everyWord = Int32Array.of(0);
  return {
    name,
    unit,
    inputs,
    outputs,
    startCycle: 0,
    loops: [
      {
        rounds: words,
        iterationsPerRound: 1,
        initiationInterval: 1,
        depthCycles,
        selfFlushing: false,
        reads: inputs.map(() => everyWord),
        writes: outputs.map(() => everyWord),
      },
    ],
    createBody,
  };
}
