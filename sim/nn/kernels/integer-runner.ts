import { type PackedMatrix, setCode } from '../packed-matrix.js';
import { runLayer } from '../reference/layer.js';
import {
  bytesOfBand,
  type GatherKernel,
  type MultiplyKernel,
  multiplyVectors,
  multiplyWindows,
} from './banded-product.js';
import type { ConcatStep, IntegerNetwork, IntegerStep, PlainStep, ProductStep } from './integer-network.js';
import { placeAdd, placeAveragePool, placeDepthwise, placeMaxPool, placeProduct } from './integer-records.js';
import { instantiateKernels } from './load-kernels.js';
import { type MappedWindows, placeWindows } from './mapped-windows.js';
import { MemoryLayout } from './memory-layout.js';
import { type Runner, wordsOfOutput } from './runner.js';

/** What assembly/kernels.ts exports for integers; addresses and pitches are in bytes. */
interface IntegerKernels {
  gatherWindows: GatherKernel;
  multiplyIntegers: MultiplyKernel;
  convolveDepthwise(layer: number, input: number, output: number): void;
  averagePool(layer: number, input: number, output: number): void;
  maxPoolIntegers(layer: number, input: number, output: number): void;
  addIntegers(layer: number, a: number, b: number, output: number): void;
}

/** Addresses of what belongs to a layer. */
interface Placement {
  /** The layer as a record of the kernels; of a product, one for each group. */
  readonly records: readonly number[];
  /** A record too; 0 where vectors are not gathered. */
  readonly windows: number;
  readonly output: number;
}

/** The kernels read so far behind the end of a tensor. */
const MARGIN_BYTES = 16;

/** The kernels of integers in WebAssembly SIMD, with the weights and tensors of one network in their memory. */
export class IntegerRunner implements Runner {
  private readonly kernels: IntegerKernels;
  private readonly numbers: Int16Array;
  private readonly words: Int32Array;
  private readonly input: number;
  private readonly vectors: number;
  private readonly placements: readonly Placement[];

  constructor(private readonly network: IntegerNetwork) {
    const { input, layers } = network;
    const layout = new MemoryLayout();
    this.input = layout.reserve(2 * input.elements + MARGIN_BYTES);
    this.placements = layers.map((step) => ({
      records: recordsOf(step, layout),
      windows: step.op === 'product' && step.windows !== undefined ? placeWindows(step.windows, layout) : 0,
      output: layout.reserve(step.outputs * step.outputBytes + MARGIN_BYTES),
    }));
    this.vectors = layout.reserve(Math.max(0, ...layers.map(bytesOfVectors)) + MARGIN_BYTES);
    const memory = layout.create();
    this.kernels = instantiateKernels(memory) as IntegerKernels;
    this.numbers = new Int16Array(memory.buffer);
    this.words = new Int32Array(memory.buffer);
  }

  run(pixels: Uint8Array, first: number, count: number, codes: Uint32Array): void {
    for (let image = first; image < first + count; image++) {
      this.readPixels(pixels, image);
      for (let index = 0; index < this.network.layers.length; index++) this.runLayer(index);
      this.storeCodes(codes, image);
    }
  }

  /** The integers that a layer gave for the image that ran last. */
  outputOfLayer(index: number): Int16Array | Int32Array {
    const { output } = this.placements[index];
    const { outputs, outputBytes } = this.network.layers[index];
    const [integers, from] = outputBytes === 2 ? [this.numbers, output / 2] : [this.words, output / 4];
    return integers.slice(from, from + outputs);
  }

  private readPixels(pixels: Uint8Array, image: number): void {
    const { bytes, tables } = this.network.input;
    const to = this.input / 2;
    for (let index = 0; index < bytes; index++) {
      this.numbers[to + index] = tables[index % tables.length][pixels[image * bytes + index]];
    }
  }

  private runLayer(index: number): void {
    const step = this.network.layers[index];
    const { records, output } = this.placements[index];
    const [input, other] = step.sources.map((source) => this.outputOf(source));
    if (step.op === 'plain') this.runPlainly(step, output);
    else if (step.op === 'concat') this.concatenate(step, output);
    else if (step.op === 'add') this.kernels.addIntegers(records[0], input, other, output);
    else if (step.op === 'maxPool') this.kernels.maxPoolIntegers(records[0], input, output);
    else if (step.op === 'depthwise') this.kernels.convolveDepthwise(records[0], input, output);
    else if (step.op === 'averagePool') this.kernels.averagePool(records[0], input, output);
    else if (step.windows === undefined) this.multiply(step, records[0], input, output);
    else for (let group = 0; group < records.length; group++) this.convolve(step, step.windows, index, group, input);
  }

  private outputOf(source: number): number {
    return source < 0 ? this.input : this.placements[source].output;
  }

  private runPlainly({ layer, sources, outputs }: PlainStep, output: number): void {
    const inputs = sources.map((source) => {
      const from = this.outputOf(source) / 2;
      const count = source < 0 ? this.network.input.elements : this.network.layers[source].outputs;
      return Int32Array.from(this.numbers.subarray(from, from + count));
    });
    this.numbers.subarray(output / 2, output / 2 + outputs).set(runLayer(layer, inputs));
  }

  private concatenate({ sources, blocks, lengths }: ConcatStep, output: number): void {
    let to = output / 2;
    for (let block = 0; block < blocks; block++) {
      for (let index = 0; index < sources.length; index++) {
        const length = lengths[index];
        const from = this.outputOf(sources[index]) / 2 + block * length;
        this.numbers.copyWithin(to, from, from + length);
        to += length;
      }
    }
  }

  private multiply(step: ProductStep, record: number, input: number, output: number): void {
    const { vectors, outputs, outputBytes, columns } = step;
    const places = { record, input, output, pitch: 2 * columns, outputPitch: (outputs / vectors) * outputBytes };
    multiplyVectors(this.kernels.multiplyIntegers, places, vectors);
  }

  /** One group of a convolution. */
  private convolve(step: ProductStep, shape: MappedWindows, index: number, group: number, input: number): void {
    const { records, output, windows: record } = this.placements[index];
    const channels = shape.input[2] / records.length;
    const outputPitch = shape.output[2] * step.outputBytes;
    const places = {
      record: records[group],
      input: input + 2 * group * channels,
      output: output + (group * outputPitch) / records.length,
      pitch: pitchOfVectors(step),
      outputPitch,
    };
    const windows = { shape, record, channels, vectors: this.vectors };
    multiplyWindows(this.kernels.multiplyIntegers, this.kernels.gatherWindows, places, windows);
  }

  private storeCodes(words: Uint32Array, image: number): void {
    const { layers, outputs: columns, outputBits: bits, outputZeroPoint } = this.network;
    const wordsPerRow = wordsOfOutput(this.network);
    const codes: PackedMatrix = { rows: words.length / wordsPerRow, columns, bits, wordsPerRow, words };
    const { output } = this.placements[layers.length - 1];
    const { outputBytes } = layers[layers.length - 1];
    const [values, from] = outputBytes === 2 ? [this.numbers, output / 2] : [this.words, output / 4];
    for (let index = 0; index < columns; index++) setCode(codes, image, index, values[from + index] + outputZeroPoint);
  }
}

function recordsOf(step: IntegerStep, layout: MemoryLayout): number[] {
  switch (step.op) {
    case 'product':
      return step.groups.map((group) => placeProduct(step, group, layout));
    case 'depthwise':
      return [placeDepthwise(step, layout)];
    case 'averagePool':
      return [placeAveragePool(step, layout)];
    case 'maxPool':
      return [placeMaxPool(step, layout)];
    case 'add':
      return [placeAdd(step, layout)];
    case 'concat':
    case 'plain':
      return [];
  }
}

function bytesOfVectors(step: IntegerStep): number {
  return step.op === 'product' && step.windows !== undefined ? bytesOfBand(step.windows, pitchOfVectors(step)) : 0;
}

/** Bytes of a gathered vector, whose columns are made even. */
function pitchOfVectors({ columns }: ProductStep): number {
  return 2 * (columns + (columns % 2));
}
