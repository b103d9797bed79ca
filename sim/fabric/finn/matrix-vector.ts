import type { Block, BlockBody, StreamSpec } from '../../core/pipeline.js';
import type { Parts } from '../builder.js';
import { series } from '../units/unit.js';
import type { FinnLibrary, MvuCore } from './library.js';
import { accept, outputRegister, passBody, registerLoop, type UnitPlace } from './unit.js';

/** Folds of a matrix-vector unit and its arithmetic core. */
export interface MvuParameters {
  readonly core: MvuCore;
  readonly synapseFold: number;
  readonly neuronFold: number;
  /** Arithmetic of the core, called once for each synapse fold of each neuron fold; returns a beat at the last one. */
  readonly createBody?: (() => BlockBody) | undefined;
}

/**
 * MVU: a replay buffer that repeats each vector for every neuron fold (where there are several), the core, and an output
 * register with a side register. The core stands still as a whole while both of these are taken.
 */
export function finnMvu(place: UnitPlace, parameters: MvuParameters, library: FinnLibrary): Parts {
  const { name, output, inputBits, outputBits, inputBeats } = place;
  const { core, synapseFold, neuronFold, createBody } = parameters;
  const vectors = inputBeats / synapseFold;
  const replayed = `${name}.vector`;
  const multiply: Block = {
    name,
    unit: 'mvu',
    inputs: [neuronFold > 1 ? replayed : place.input],
    outputs: [output],
    startCycle: 0,
    loops: [
      {
        rounds: vectors * neuronFold,
        iterationsPerRound: synapseFold,
        initiationInterval: 1,
        depthCycles: library.mvuCoreDepth[core].value,
        selfFlushing: true,
        needsRoomAlways: true,
        reads: [series(synapseFold)],
        writes: [Int32Array.of(synapseFold - 1)],
      },
    ],
    ...(createBody === undefined ? {} : { createBody }),
  };
  const results: StreamSpec = { name: output, bits: outputBits, depth: library.mvuOutputDepth.value };
  if (neuronFold === 1) return { blocks: [multiply], streams: [results] };
  const buffer = replayBuffer(`${name}.replay`, inputBits, parameters, library);
  const replay: Block = {
    name: `${name}.replay`,
    unit: 'replay',
    inputs: [buffer.name],
    outputs: [replayed],
    startCycle: 0,
    loops: [
      registerLoop({
        rounds: vectors,
        iterationsPerRound: neuronFold * synapseFold,
        reads: [series(neuronFold * synapseFold)],
        writes: [series(neuronFold * synapseFold)],
      }),
    ],
    createBody: passBody,
  };
  const register = outputRegister({ ...place, output: replayed, outputBits: inputBits });
  return { blocks: [accept(place, buffer.name), replay, multiply], streams: [buffer, register, results] };
}

/** Words are freed one by one by the last repetition, so that the next vector can come in meanwhile. */
function replayBuffer(
  name: string,
  bits: number,
  { synapseFold, neuronFold }: MvuParameters,
  { replayMinimumDepth }: FinnLibrary,
): StreamSpec {
  const depth = Math.max(replayMinimumDepth.value, 2 ** Math.ceil(Math.log2(synapseFold)));
  const reads = Int32Array.from({ length: neuronFold * synapseFold }, (_, read) => read % synapseFold);
  const freedBy = series(synapseFold).map((word) => (neuronFold - 1) * synapseFold + word);
  return { name, bits, depth, addressing: { words: synapseFold, reads, freedBy } };
}
