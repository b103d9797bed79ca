import { type PackedMatrix, setCode } from '../packed-matrix.js';
import { runLayer } from '../reference/layer.js';
import type { ConcatStep, IntegerNetwork, IntegerStep, PlainStep, ProductStep } from './integer-network.js';
import { placeAdd, placeAveragePool, placeDepthwise, placeMaxPool, placeProduct } from './integer-records.js';
import { instantiateKernels } from './load-kernels.js';
import { type MappedWindows, placeWindows } from './mapped-windows.js';
import { MemoryLayout } from './memory-layout.js';
import { type Runner, wordsOfOutput } from './runner.js';

/** What assembly/kernels.ts exports for integers; addresses and pitches are in bytes. */
interface IntegerKernels {
  gatherWindows(
    windows: number,
    input: number,
    channels: number,
    firstRow: number,
    rows: number,
    vectors: number,
    pitch: number,
  ): void;
  multiplyIntegers(
    product: number,
    vectors: number,
    pitch: number,
    count: number,
    output: number,
    outputPitch: number,
  ): void;
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

/** Vectors of a band, which are read again for every eight rows of weights: a part of the L2 cache of a core. */
const BAND_BYTES = 2 ** 17;
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
    this.vectors = layout.reserve(Math.max(0, ...layers.map(bytesOfBand)) + MARGIN_BYTES);
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

  /** A band of the input's vectors after the other. */
  private multiply(step: ProductStep, record: number, input: number, output: number): void {
    const { vectors, outputs, outputBytes, columns } = step;
    const pitch = 2 * columns;
    const outputPitch = (outputs / vectors) * outputBytes;
    const band = Math.ceil(BAND_BYTES / pitch);
    for (let first = 0; first < vectors; first += band) {
      const count = Math.min(band, vectors - first);
      const [from, to] = [input + first * pitch, output + first * outputPitch];
      this.kernels.multiplyIntegers(record, from, pitch, count, to, outputPitch);
    }
  }

  /** A band of the output's rows after the other, in one group. */
  private convolve(step: ProductStep, windows: MappedWindows, index: number, group: number, input: number): void {
    const { records, output, windows: windowsRecord } = this.placements[index];
    const [height, width, outputChannels] = windows.output;
    const channels = windows.input[2] / records.length;
    const pitch = pitchOfVectors(step);
    const outputPitch = outputChannels * step.outputBytes;
    const from = input + 2 * group * channels;
    const to = output + (group * outputPitch) / records.length;
    const band = rowsOfBand(step, windows);
    for (let row = 0; row < height; row += band) {
      const rows = Math.min(band, height - row);
      this.kernels.gatherWindows(windowsRecord, from, channels, row, rows, this.vectors, pitch);
      const first = to + row * width * outputPitch;
      this.kernels.multiplyIntegers(records[group], this.vectors, pitch, rows * width, first, outputPitch);
    }
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

/** Bytes of the vectors that are gathered at once. */
function bytesOfBand(step: IntegerStep): number {
  if (step.op !== 'product' || step.windows === undefined) return 0;
  return rowsOfBand(step, step.windows) * step.windows.output[1] * pitchOfVectors(step);
}

function rowsOfBand(step: ProductStep, { output: [height, width] }: MappedWindows): number {
  return Math.min(Math.ceil(BAND_BYTES / (width * pitchOfVectors(step))), height);
}

/** Bytes of a gathered vector, whose columns are made even. */
function pitchOfVectors({ columns }: ProductStep): number {
  return 2 * (columns + (columns % 2));
}
