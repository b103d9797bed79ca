import type { Block, Loop, Word } from '../../core/pipeline.js';
import type { MemoryPort } from '../machine.js';

/** What a memory reader fetches. */
export interface MemoryReaderParameters {
  readonly name: string;
  readonly output: string;
  readonly port: MemoryPort;
  readonly images: number;
  readonly wordsPerImage: number;
  /** Words of all images, for runs that push words through the streams. */
  readonly words?: readonly Word[] | undefined;
}

/**
 * Fetches images in bursts: while the remaining count is not a multiple of the burst size one image at a time, then as
 * many as a burst holds. A burst takes the request latency, then a word a cycle.
 */
export function memoryReader({ name, output, port, images, wordsPerImage, words }: MemoryReaderParameters): Block {
  const burst = port.imagesPerBurst.value;
  const singles = images % burst;
  const readBurst = (imagesEach: number, bursts: number): Loop => {
    const count = imagesEach * wordsPerImage;
    return {
      rounds: bursts,
      iterationsPerRound: port.requestLatency.value + count,
      initiationInterval: 1,
      depthCycles: 1,
      selfFlushing: false,
      reads: [],
      writes: [Int32Array.from({ length: count }, (_, word) => port.requestLatency.value + word)],
    };
  };
  return {
    name,
    unit: 'memoryReader',
    inputs: [],
    outputs: [output],
    startCycle: 0,
    loops: [readBurst(1, singles), readBurst(burst, (images - singles) / burst)],
    ...(words === undefined ? {} : { createBody: () => readerBody(words, port.requestLatency.value) }),
  };
}

function readerBody(words: readonly Word[], latency: number) {
  let next = 0;
  return { iterate: (_loop: number, iteration: number) => (iteration < latency ? [] : [words[next++]]) };
}
