import { readFileSync } from 'node:fs';
import { packagePath } from '../../core/package-root.js';
import type { PackedNetwork } from './packed-network.js';
import { type Runner, storeCodes } from './runner.js';

/** What assembly/binary.ts exports; addresses and strides are in bytes. */
interface Kernels {
  binarize(pixels: number, images: number, features: number, threshold: number, output: number, stride: number): void;
  readonly bipolarLayer: LayerKernel;
  readonly ternaryLayer: LayerKernel;
}

type LayerKernel = (
  input: number,
  images: number,
  columns: number,
  stride: number,
  weights: number,
  rows: number,
  thresholds: number,
  output: number,
  outputStride: number,
  outputPlanes: number,
) => void;

/** Where a layer's arrays lie in the memory of the kernels. */
interface Placement {
  readonly weights: number;
  readonly thresholds: number;
  readonly output: number;
}

/** Images that go through a layer together. Even, as the kernels ask. */
const BATCH = 64;

const PAGE = 65536;

/** The kernels in WebAssembly SIMD, with the weights of one network and the activations of a batch in their memory. */
export class WasmRunner implements Runner {
  private readonly kernels: Kernels;
  private readonly bytes: Uint8Array;
  private readonly words: Uint32Array;
  private readonly pixels: number;
  private readonly input: number;
  private readonly placements: readonly Placement[];
  private end = 0;

  constructor(private readonly network: PackedNetwork) {
    // Pixels are read 16 at a time, up to 15 of them from what lies behind, so that they must not come last.
    this.pixels = this.reserve(BATCH * network.pixels);
    this.input = this.reserve(BATCH * 4 * network.inputWords);
    this.placements = network.layers.map((layer) => ({
      weights: this.reserve(layer.weights.byteLength),
      thresholds: this.reserve(layer.thresholds.byteLength),
      output: this.reserve(BATCH * 4 * layer.outputPlanes * layer.outputWords),
    }));

    const memory = new WebAssembly.Memory({ initial: Math.ceil(this.end / PAGE) });
    this.kernels = new WebAssembly.Instance(loadKernels(), { env: { memory } }).exports as Kernels;
    this.bytes = new Uint8Array(memory.buffer);
    this.words = new Uint32Array(memory.buffer);
    network.layers.forEach((layer, index) => {
      this.words.set(layer.weights, this.placements[index].weights / 4);
      this.words.set(layer.thresholds, this.placements[index].thresholds / 4);
    });
  }

  run(pixels: Uint8Array, first: number, count: number, codes: Uint32Array): void {
    const end = first + count;
    for (let image = first; image < end; image += BATCH) {
      this.runBatch(pixels, image, Math.min(BATCH, end - image), codes);
    }
  }

  private runBatch(pixels: Uint8Array, first: number, count: number, codes: Uint32Array): void {
    const { network } = this;
    this.bytes.set(pixels.subarray(first * network.pixels, (first + count) * network.pixels), this.pixels);
    this.kernels.binarize(this.pixels, count, network.pixels, network.threshold, this.input, 4 * network.inputWords);
    for (let index = 0; index < network.layers.length; index++) this.runLayer(index, count);

    const last = network.layers.length - 1;
    const { outputPlanes, outputWords } = network.layers[last];
    const from = this.placements[last].output / 4;
    for (let image = 0; image < count; image++) {
      storeCodes(network, this.words, from + image * outputPlanes * outputWords, outputWords, codes, first + image);
    }
  }

  private runLayer(index: number, images: number): void {
    const layer = this.network.layers[index];
    const { weights, thresholds, output } = this.placements[index];
    const kernel = layer.inputPlanes === 1 ? this.kernels.bipolarLayer : this.kernels.ternaryLayer;
    kernel(
      layer.source < 0 ? this.input : this.placements[layer.source].output,
      images,
      layer.columns,
      4 * layer.inputWords,
      weights,
      layer.rows,
      thresholds,
      output,
      4 * layer.outputWords,
      layer.outputPlanes,
    );
  }

  /** Address of that many bytes, a multiple of 16. */
  private reserve(bytes: number): number {
    const address = this.end;
    this.end += 16 * Math.ceil(bytes / 16);
    return address;
  }
}

function loadKernels(): WebAssembly.Module {
  return new WebAssembly.Module(readFileSync(packagePath('sim/nn/kernels/binary.wasm')));
}
