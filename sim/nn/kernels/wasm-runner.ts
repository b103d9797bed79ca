import { readFileSync } from 'node:fs';
import { packagePath } from '../../core/package-root.js';
import { MemoryLayout } from './memory-layout.js';
import {
  type PackedMatrixLayer,
  type PackedMaxPoolLayer,
  type PackedNetwork,
  wordsOfVectors,
} from './packed-network.js';
import { type LaneFormat, type PackedTensor, wordsOfTensor } from './packed-tensor.js';
import { type Runner, storeCodes } from './runner.js';

/** What assembly/kernels.ts exports; addresses and lengths are in bytes. */
interface Kernels {
  binarize(
    image: number,
    pixels: number,
    channels: number,
    threshold: number,
    output: number,
    pixelBytes: number,
  ): void;
  lookUp(image: number, pixels: number, channels: number, values: number, output: number, pixelBytes: number): void;
  gather(source: number, runs: number, count: number, target: number): void;
  multiply(layer: number, vectors: number, count: number, output: number): void;
  maxPool(layer: number, vectors: number, count: number, output: number): void;
}

/** Addresses of what belongs to a layer. */
interface Placement {
  /** The layer as a record of the kernels. */
  readonly record: number;
  readonly runs: number;
  /** Vectors of one image. */
  readonly vectors: number;
  /** Outputs of a chunk, image after image. */
  readonly output: number;
}

/** In the order of assembly/lane-format.ts. */
const LANE_FORMATS: readonly LaneFormat[] = ['bits', 'ternary', 'integers', 'scores'];

/** The kernels in WebAssembly SIMD, with the weights of one network and the tensors of a chunk of images in their memory. */
export class WasmRunner implements Runner {
  private readonly kernels: Kernels;
  private readonly bytes: Uint8Array;
  private readonly words: Uint32Array;
  private readonly images: number;
  private readonly values: number;
  private readonly input: number;
  private readonly placements: readonly Placement[];

  constructor(private readonly network: PackedNetwork) {
    const { chunk, input, layers } = network;
    const layout = new MemoryLayout();
    // Up to 15 bytes behind the images are read, so that they must not come last.
    this.images = layout.reserve(chunk * input.bytes);
    this.values = layout.place('values' in input.rule ? input.rule.values : new Int16Array());
    this.input = layout.reserve(chunk * bytesOfTensor(input.tensor));
    this.placements = layers.map((layer) => ({
      record: layout.place(layer.op === 'matrix' ? matrixRecord(layer, layout) : maxPoolRecord(layer)),
      runs: layout.place(layer.runs ?? new Int32Array()),
      vectors: layout.reserve(4 * wordsOfVectors(layer)),
      output: layout.reserve(chunk * bytesOfTensor(layer.output)),
    }));
    const memory = layout.create();
    this.kernels = new WebAssembly.Instance(loadKernels(), { env: { memory } }).exports as Kernels;
    this.bytes = new Uint8Array(memory.buffer);
    this.words = new Uint32Array(memory.buffer);
  }

  run(pixels: Uint8Array, first: number, count: number, codes: Uint32Array): void {
    const { chunk } = this.network;
    const end = first + count;
    for (let image = first; image < end; image += chunk) {
      this.runChunk(pixels, image, Math.min(chunk, end - image), codes);
    }
  }

  private runChunk(pixels: Uint8Array, first: number, count: number, codes: Uint32Array): void {
    const { input, layers } = this.network;
    this.bytes.set(pixels.subarray(first * input.bytes, (first + count) * input.bytes), this.images);
    for (let image = 0; image < count; image++) this.packImage(image);
    for (let index = 0; index < layers.length; index++) this.runLayer(index, count);
    const last = layers.length - 1;
    for (let image = 0; image < count; image++) {
      const output = this.placements[last].output / 4 + image * wordsOfTensor(layers[last].output);
      storeCodes(this.network, this.words, output, codes, first + image);
    }
  }

  private packImage(image: number): void {
    const { tensor, bytes, rule } = this.network.input;
    const from = this.images + image * bytes;
    const to = this.input + image * bytesOfTensor(tensor);
    const channels = bytes / tensor.pixels;
    const pixelBytes = 4 * tensor.pixelWords;
    if ('threshold' in rule) this.kernels.binarize(from, tensor.pixels, channels, rule.threshold, to, pixelBytes);
    else this.kernels.lookUp(from, tensor.pixels, channels, this.values, to, pixelBytes);
  }

  private runLayer(index: number, images: number): void {
    const layer = this.network.layers[index];
    const { record, runs, vectors, output } = this.placements[index];
    const input = layer.source < 0 ? this.input : this.placements[layer.source].output;
    if (layer.runs === undefined) {
      this.kernels.multiply(record, input, images, output);
      return;
    }
    const kernel = layer.op === 'matrix' ? this.kernels.multiply : this.kernels.maxPool;
    for (let image = 0; image < images; image++) {
      this.kernels.gather(input + image * bytesOfTensor(layer.input), runs, layer.runs.length / 3, vectors);
      kernel(record, vectors, layer.output.pixels, output + image * bytesOfTensor(layer.output));
    }
  }
}

/** The layer in the order of `MatrixLayer` in assembly/matrix.ts, and its arrays, placed in the layout. */
function matrixRecord(layer: PackedMatrixLayer, layout: MemoryLayout): Int32Array {
  const { input, output, runs, columns, rows, vectorWords, weights, weightPlanes, thresholds } = layer;
  return Int32Array.of(
    LANE_FORMATS.indexOf(input.format),
    LANE_FORMATS.indexOf(output.format),
    columns,
    rows,
    4 * vectorWords,
    layout.place(weights),
    weightPlanes,
    layout.place(thresholds),
    runs === undefined ? bytesOfTensor(output) : 4 * output.pixelWords,
    4 * output.planeWords,
  );
}

/** The layer in the order of `MaxPoolLayer` in assembly/max-pool.ts. */
function maxPoolRecord({ output, windowPixels, vectorWords }: PackedMaxPoolLayer): Int32Array {
  const format = LANE_FORMATS.indexOf(output.format);
  return Int32Array.of(format, windowPixels, 4 * vectorWords, 4 * output.pixelWords, 4 * output.planeWords);
}

function bytesOfTensor(tensor: PackedTensor): number {
  return 4 * wordsOfTensor(tensor);
}

function loadKernels(): WebAssembly.Module {
  return new WebAssembly.Module(readFileSync(packagePath('sim/nn/kernels/kernels.wasm')));
}
