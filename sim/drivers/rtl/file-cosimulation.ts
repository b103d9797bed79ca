import { deadlockSentence } from '../../core/deadlock.js';
import { tick } from '../../core/engine/tick.js';
import { InputError } from '../../core/input/input-error.js';
import { type BlockBody, type Word, wordsThrough } from '../../core/pipeline.js';
import { type BuiltPipeline, loadLibrary } from '../../fabric/index.js';
import { pseudoRandom } from '../../nn/placeholder-parameters.js';
import { type Cosimulation, prepareCosimulation } from './cosimulate.js';

/** Bits of a pseudo-random number. */
const CHUNK_BITS = 16;

/**
 * A pipeline file's circuit with pseudo-random beats, and what the tick engine makes of them.
 * @throws InputError for a file of another library, or one that deadlocks
 */
export function fileCosimulation({ library, pipeline }: BuiltPipeline, name: string): Cosimulation {
  if (library !== 'rtl') {
    throw new InputError(`found the library ${library}, allowed for RTL: rtl`);
  }
  const source = pipeline.blocks.find(({ inputs }) => inputs.length === 0)!;
  const { bits } = pipeline.streams.find((stream) => stream.name === source.outputs[0])!;
  const input = randomWords(wordsThrough(source, 'writes', 0), bits);
  const expected: Word[] = [];
  const blocks = pipeline.blocks.map((block) => {
    if (block === source) return { ...block, createBody: () => offering(input) };
    return block.outputs.length === 0 ? { ...block, createBody: () => collecting(expected) } : block;
  });
  const { deadlock } = tick({ ...pipeline, blocks }, { words: true });
  if (deadlock !== null) throw new InputError(deadlockSentence(deadlock));
  return prepareCosimulation(pipeline, name, loadLibrary('rtl'), { input, expected });
}

function offering(words: readonly Word[]): BlockBody {
  let next = 0;
  return { iterate: () => [words[next++]] };
}

function collecting(words: Word[]): BlockBody {
  return {
    iterate(_loop, _iteration, [word]) {
      words.push(word);
      return [];
    },
  };
}

function randomWords(count: number, bits: number): Word[] {
  const random = pseudoRandom(1);
  return Array.from({ length: count }, () => {
    let word: Word = 0n;
    for (let filled = 0; filled < bits; filled += CHUNK_BITS) {
      word = (word << BigInt(CHUNK_BITS)) | BigInt(random(2 ** CHUNK_BITS));
    }
    return BigInt.asUintN(bits, word);
  });
}
