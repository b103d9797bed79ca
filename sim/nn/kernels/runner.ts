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
export function wordsOfOutput({ outputs, outputBits }: Pick<PackedNetwork, 'outputs' | 'outputBits'>): number {
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
  const { parts, pixels, channels, pixelWords, partWords, format } = last.output;
  const codeOf = format === 'scores' ? scoreOf : planesOfCode;
  const mask = 2 ** outputBits - 1;
  let to = image * wordsOfOutput(network);
  let word = 0;
  let bit = 0;
  for (let pixel = 0; pixel < pixels; pixel++) {
    for (let part = 0; part < parts; part++) {
      const from = at + part * partWords + pixel * pixelWords;
      for (let channel = 0; channel < channels / parts; channel++) {
        word |= (codeOf(words, from, channel, last) & mask) << bit;
        bit += outputBits;
        if (bit < 32) continue;
        codes[to++] = word;
        word = 0;
        bit = 0;
      }
    }
  }
  if (bit > 0) codes[to] = word;
}

/** Code of a channel of the pixel that begins at `words[pixel]` in the output of a layer: its bits are in the planes. */
function planesOfCode(words: Uint32Array, pixel: number, channel: number, { output }: PackedLayer): number {
  let code = 0;
  for (let plane = 0; plane < output.planes; plane++) {
    code |= ((words[pixel + plane * output.planeWords + (channel >>> 5)] >>> channel) & 1) << plane;
  }
  return code;
}

function scoreOf(words: Uint32Array, pixel: number, channel: number, layer: PackedLayer): number {
  const sum = words[pixel + channel] | 0;
  return layer.op === 'matrix' && layer.countsMatches ? (sum + layer.columns) / 2 : sum;
}
