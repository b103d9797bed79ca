import type { Block, Word } from '../../core/pipeline.js';

/** What a memory writer stores. */
export interface MemoryWriterParameters {
  readonly name: string;
  readonly input: string;
  readonly images: number;
  readonly wordsPerImage: number;
  /** Receives the words in order, in runs that push words through the streams. */
  readonly words?: Word[] | undefined;
}

/** Stores a word a cycle. Bursts follow each other without a gap, so that their size does not show. */
export function memoryWriter({ name, input, images, wordsPerImage, words }: MemoryWriterParameters): Block {
  const everyWord = Int32Array.from({ length: wordsPerImage }, (_, word) => word);
  return {
    name,
    unit: 'memoryWriter',
    inputs: [input],
    outputs: [],
    startCycle: 0,
    loops: [
      {
        rounds: images,
        iterationsPerRound: wordsPerImage,
        initiationInterval: 1,
        depthCycles: 1,
        selfFlushing: false,
        reads: [everyWord],
        writes: [],
      },
    ],
    ...(words === undefined ? {} : { createBody: () => writerBody(words) }),
  };
}

function writerBody(words: Word[]) {
  return {
    iterate(_loop: number, _iteration: number, inputs: readonly Word[]) {
      words.push(inputs[0]);
      return [];
    },
  };
}
