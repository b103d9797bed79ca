import type { Block, Word } from '../../../core/pipeline.js';
import { series } from '../../units/unit.js';
import { stage } from './stage.js';

export interface MemoryReaderParameters {
  readonly name: string;
  readonly output: string;
  readonly pixels: number;
  readonly wordsPerPixel: number;
  /** Words of the feature map, for runs that push words through the streams. */
  readonly words?: readonly Word[] | undefined;
}

/** Reads a feature map from memory, a word a cycle. */
export function memoryReader({ name, output, pixels, wordsPerPixel, words }: MemoryReaderParameters): Block {
  const loop = { rounds: pixels, iterationsPerRound: wordsPerPixel, writes: series(wordsPerPixel) };
  return stage('memoryReader', { name, output }, [loop], words && (() => readerBody(words)));
}

function readerBody(words: readonly Word[]) {
  let next = 0;
  return { iterate: () => [words[next++]] };
}
