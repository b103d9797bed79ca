import type { Block, Word } from '../../../core/pipeline.js';
import { series } from '../../units/unit.js';
import { stage } from './stage.js';

export interface MemoryWriterParameters {
  readonly name: string;
  readonly input: string;
  readonly pixels: number;
  readonly wordsPerPixel: number;
  /** Receives the words in order, in runs that push words through the streams. */
  readonly words?: Word[] | undefined;
}

/** Writes a feature map to memory, a word a cycle. */
export function memoryWriter({ name, input, pixels, wordsPerPixel, words }: MemoryWriterParameters): Block {
  const loop = { rounds: pixels, iterationsPerRound: wordsPerPixel, reads: series(wordsPerPixel) };
  return stage('memoryWriter', { name, input }, [loop], words && (() => writerBody(words)));
}

function writerBody(words: Word[]) {
  return {
    iterate(_loop: number, _iteration: number, [word]: readonly Word[]) {
      words.push(word);
      return [];
    },
  };
}
