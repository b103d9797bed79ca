import type { PackedLayer, PackedNetwork } from './packed-network.js';

/** Computes a network's outputs with one kind of kernels on one thread; holds its weights and buffers. */
export interface Runner {
  /**
   * Runs images `first` to `first + count - 1` of `pixels` (image after image) and stores the last layer's codes of each
   * in its row of `codes`, the words of a PackedMatrix.
   */
  run(pixels: Uint8Array, first: number, count: number, codes: Uint32Array): void;
}

/** 32-bit words of a row of the PackedMatrix that holds a network's outputs. */
export function wordsOfOutput({ outputs, outputBits }: PackedNetwork): number {
  return Math.ceil((outputs * outputBits) / 32);
}

/** Stores the codes of one image, whose output of the last layer begins at `words[at]`, as its row of codes. */
export function storeCodes(
  network: PackedNetwork,
  words: Uint32Array,
  at: number,
  codes: Uint32Array,
  image: number,
): void {
  const { layers, outputBits } = network;
  const last = layers[layers.length - 1];
  const { pixels, channels, pixelWords } = last.output;
  const mask = 2 ** outputBits - 1;
  const row = image * wordsOfOutput(network);
  codes.fill(0, row, row + wordsOfOutput(network));
  let bit = 0;
  for (let pixel = 0; pixel < pixels; pixel++) {
    for (let channel = 0; channel < channels; channel++, bit += outputBits) {
      const code = codeOf(last, words, at + pixel * pixelWords, channel);
      codes[row + (bit >>> 5)] |= (code & mask) << (bit & 31);
    }
  }
}

/** Code of a channel of the pixel that begins at `words[pixel]` in the output of a layer. */
function codeOf(layer: PackedLayer, words: Uint32Array, pixel: number, channel: number): number {
  if (layer.op === 'matrix' && layer.output.format === 'scores') {
    const sum = words[pixel + channel] | 0;
    return layer.countsMatches ? (sum + layer.columns) / 2 : sum;
  }
  const word = pixel + (channel >>> 5);
  const low = (words[word] >>> channel) & 1;
  if (layer.output.format !== 'ternary') return low;
  return low | (((words[word + layer.output.planeWords] >>> channel) & 1) << 1);
}
