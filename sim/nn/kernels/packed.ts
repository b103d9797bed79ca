import type { PackedLayer, PackedNetwork } from './packed-network.js';
import { type Runner, storeCodes } from './runner.js';

/** The packed kernels in plain TypeScript, image by image: what the WASM kernels do, on 32 bits at a time. */
export class PackedRunner implements Runner {
  private readonly input: Uint32Array;
  private readonly outputs: readonly Uint32Array[];

  constructor(private readonly network: PackedNetwork) {
    this.input = new Uint32Array(network.inputWords);
    this.outputs = network.layers.map((layer) => new Uint32Array(layer.outputPlanes * layer.outputWords));
  }

  run(pixels: Uint8Array, first: number, count: number, codes: Uint32Array): void {
    const { layers } = this.network;
    const last = layers.length - 1;
    for (let image = first; image < first + count; image++) {
      binarize(pixels, image * this.network.pixels, this.network, this.input);
      for (let index = 0; index <= last; index++) {
        const layer = layers[index];
        const input = layer.source < 0 ? this.input : this.outputs[layer.source];
        runLayer(layer, input, this.outputs[index]);
      }
      storeCodes(this.network, this.outputs[last], 0, layers[last].outputWords, codes, image);
    }
  }
}

/** Packs the pixels of one image, which start at `pixels[from]`. */
function binarize(pixels: Uint8Array, from: number, network: PackedNetwork, packed: Uint32Array): void {
  packed.fill(0);
  for (let pixel = 0; pixel < network.pixels; pixel++) {
    if (pixels[from + pixel] >= network.threshold) packed[pixel >>> 5] |= 1 << (pixel & 31);
  }
}

/** One layer for one image, from bit planes to bit planes. */
function runLayer(layer: PackedLayer, input: Uint32Array, output: Uint32Array): void {
  const { rows, thresholds, outputPlanes, outputWords } = layer;
  const nonzero = layer.inputPlanes === 1 ? layer.columns : countOnes(input, layer.inputWords);
  output.fill(0);
  for (let row = 0; row < rows; row++) {
    const negative =
      layer.inputPlanes === 1 ? negativeBipolarProducts(layer, row, input) : negativeTernaryProducts(layer, row, input);
    const sum = nonzero - 2 * negative;
    const first = sum > thresholds[row] ? 1 : 0;
    const word = row >>> 5;
    const bit = row & 31;
    if (outputPlanes === 1) {
      output[word] |= first << bit;
    } else {
      const second = sum > thresholds[rows + row] ? 1 : 0;
      output[word] |= (first ^ second ^ 1) << bit;
      output[outputWords + word] |= (first ^ 1) << bit;
    }
  }
}

function negativeBipolarProducts(layer: PackedLayer, row: number, input: Uint32Array): number {
  const { weights, inputWords } = layer;
  const from = row * inputWords;
  let ones = 0;
  for (let word = 0; word < inputWords; word++) ones += onesInWord(input[word] ^ weights[from + word]);
  return ones;
}

function negativeTernaryProducts(layer: PackedLayer, row: number, input: Uint32Array): number {
  const { weights, inputWords } = layer;
  const from = row * inputWords;
  let ones = 0;
  for (let word = 0; word < inputWords; word++) {
    ones += onesInWord(input[word] & ~(input[inputWords + word] ^ weights[from + word]));
  }
  return ones;
}

function countOnes(words: Uint32Array, length: number): number {
  let ones = 0;
  for (let word = 0; word < length; word++) ones += onesInWord(words[word]);
  return ones;
}

/** Population count of 32 bits: sums of 2, 4 and 8 neighbours, then of the four bytes. */
function onesInWord(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
