import { type PackedNetwork, wordsOfVectors } from './packed-network.js';
import { wordsOfTensor } from './packed-tensor.js';
import { type Runner, storeCodes } from './runner.js';
import { gather } from './typescript/gather.js';
import { packImage } from './typescript/input.js';
import { multiply } from './typescript/matrix.js';
import { maxPool } from './typescript/max-pool.js';

/** The packed kernels in plain TypeScript, image by image: what the WASM kernels do, on 32 bits at a time. */
export class PackedRunner implements Runner {
  private readonly input: Uint32Array;
  private readonly vectors: readonly Uint32Array[];
  private readonly outputs: readonly Uint32Array[];

  constructor(private readonly network: PackedNetwork) {
    this.input = new Uint32Array(wordsOfTensor(network.input.tensor));
    this.vectors = network.layers.map((layer) => new Uint32Array(wordsOfVectors(layer)));
    this.outputs = network.layers.map(({ output }) => new Uint32Array(wordsOfTensor(output)));
  }

  run(pixels: Uint8Array, first: number, count: number, codes: Uint32Array): void {
    const { input, layers } = this.network;
    for (let image = first; image < first + count; image++) {
      packImage(input, pixels, image * input.bytes, this.input);
      for (let index = 0; index < layers.length; index++) this.runLayer(index);
      storeCodes(this.network, this.outputs[layers.length - 1], 0, codes, image);
    }
  }

  private runLayer(index: number): void {
    const { layers } = this.network;
    const input = layers[index].source < 0 ? this.input : this.outputs[layers[index].source];
    this.outputs[index].fill(0);
    for (let group = 0; group < layers[index].groups; group++) this.runGroup(index, group, input);
  }

  private runGroup(index: number, group: number, input: Uint32Array): void {
    const layer = this.network.layers[index];
    const { groups, vector, output, runs } = layer;
    const codes = this.outputs[index];
    const vectors = runs === undefined ? input : this.vectors[index];
    if (runs !== undefined) gather(input, group * vector.parts * layer.input.partWords, runs, vectors);
    if (layer.op === 'maxPool') {
      maxPool(layer, vectors, codes, group * output.partWords);
      return;
    }
    const parts = output.parts / groups;
    for (let part = group * parts; part < (group + 1) * parts; part++) multiply(layer, part, vectors, codes);
  }
}
