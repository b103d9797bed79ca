import { runFloatLayer } from '../reference/float/layer.js';
import {
  bytesOfBand,
  type GatherKernel,
  type MultiplyKernel,
  multiplyVectors,
  multiplyWindows,
} from './banded-product.js';
import type { FloatDepthwiseStep, FloatNetwork, FloatPlainStep, FloatProductStep, FloatStep } from './float-network.js';
import { instantiateKernels } from './load-kernels.js';
import { type MappedWindows, placeWindows } from './mapped-windows.js';
import { MemoryLayout } from './memory-layout.js';
import type { Runner } from './runner.js';

/** What assembly/kernels.ts exports for real numbers; addresses and pitches are in bytes. */
interface FloatKernels {
  gatherWindows: GatherKernel;
  multiplyFloats: MultiplyKernel;
  convolveFloatDepthwise(layer: number, input: number, output: number): void;
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

/** The kernels of real numbers in WebAssembly SIMD, with the weights and tensors of one network in their memory. */
export class FloatRunner implements Runner {
  private readonly kernels: FloatKernels;
  private readonly numbers: Float32Array;
  private readonly input: number;
  private readonly vectors: number;
  private readonly placements: readonly Placement[];

  constructor(private readonly network: FloatNetwork) {
    const { input, layers } = network;
    const layout = new MemoryLayout();
    this.input = layout.reserve(4 * input.bytes + MARGIN_BYTES);
    this.placements = layers.map((step) => ({
      records: recordsOf(step, layout),
      windows: step.op === 'product' && step.windows !== undefined ? placeFloatWindows(step.windows, layout) : 0,
      output: layout.reserve(4 * step.outputs + MARGIN_BYTES),
    }));
    this.vectors = layout.reserve(Math.max(0, ...layers.map(bytesOfVectors)) + MARGIN_BYTES);
    const memory = layout.create();
    this.kernels = instantiateKernels(memory) as FloatKernels;
    this.numbers = new Float32Array(memory.buffer);
  }

  run(pixels: Uint8Array, first: number, count: number, codes: Uint32Array): void {
    const { layers, outputs } = this.network;
    const { output } = this.placements[layers.length - 1];
    const words = new Uint32Array(this.numbers.buffer, output, outputs);
    for (let image = first; image < first + count; image++) {
      this.readPixels(pixels, image);
      for (let index = 0; index < layers.length; index++) this.runLayer(index);
      codes.set(words, image * outputs);
    }
  }

  /** The output of a layer for the image that ran last. */
  outputOfLayer(index: number): Float32Array {
    const from = this.placements[index].output / 4;
    return this.numbers.slice(from, from + this.network.layers[index].outputs);
  }

  private readPixels(pixels: Uint8Array, image: number): void {
    const { bytes, tables } = this.network.input;
    const to = this.input / 4;
    for (let index = 0; index < bytes; index++) {
      this.numbers[to + index] = tables[index % tables.length][pixels[image * bytes + index]];
    }
  }

  private runLayer(index: number): void {
    const step = this.network.layers[index];
    const { records, output } = this.placements[index];
    const [input] = step.sources.map((source) => this.outputOf(source));
    if (step.op === 'plain') this.runPlainly(step, output);
    else if (step.op === 'depthwise') this.kernels.convolveFloatDepthwise(records[0], input, output);
    else if (step.windows === undefined) this.multiply(step, records[0], input, output);
    else for (let group = 0; group < records.length; group++) this.convolve(step, step.windows, index, group, input);
  }

  private outputOf(source: number): number {
    return source < 0 ? this.input : this.placements[source].output;
  }

  private runPlainly({ layer, sources }: FloatPlainStep, output: number): void {
    const inputs = sources.map((source) => {
      const from = this.outputOf(source) / 4;
      const count = source < 0 ? this.network.input.bytes : this.network.layers[source].outputs;
      return this.numbers.subarray(from, from + count);
    });
    this.numbers.set(runFloatLayer(layer, inputs), output / 4);
  }

  private multiply(
    { vectors, outputs, columns }: FloatProductStep,
    record: number,
    input: number,
    output: number,
  ): void {
    const places = { record, input, output, pitch: 4 * columns, outputPitch: 4 * (outputs / vectors) };
    multiplyVectors(this.kernels.multiplyFloats, places, vectors);
  }

  /** One group of a convolution. */
  private convolve(step: FloatProductStep, shape: MappedWindows, index: number, group: number, input: number): void {
    const { records, output, windows: record } = this.placements[index];
    const channels = shape.input[2] / records.length;
    const outputPitch = 4 * shape.output[2];
    const places = {
      record: records[group],
      input: input + 4 * group * channels,
      output: output + (group * outputPitch) / records.length,
      pitch: 4 * step.columns,
      outputPitch,
    };
    const windows = { shape, record, channels: 2 * channels, vectors: this.vectors };
    multiplyWindows(this.kernels.multiplyFloats, this.kernels.gatherWindows, places, windows);
  }
}

function recordsOf(step: FloatStep, layout: MemoryLayout): number[] {
  switch (step.op) {
    case 'product':
      return step.groups.map(({ rows, weights, bias }) =>
        layout.place(Int32Array.of(step.columns, rows, layout.place(weights), layout.place(bias))),
      );
    case 'depthwise':
      return [placeDepthwise(step, layout)];
    case 'plain':
      return [];
  }
}

/** Address of a record in the order of `FloatDepthwise` in assembly/float/depthwise.ts. */
function placeDepthwise({ windows, weights, bias }: FloatDepthwiseStep, layout: MemoryLayout): number {
  const record = placeWindows(windows, layout);
  return layout.place(Int32Array.of(record, windows.output[0], layout.place(weights), layout.place(bias)));
}

/** Windows are gathered as of 16-bit integers, of which a number of 32 bits is two. */
function placeFloatWindows(windows: MappedWindows, layout: MemoryLayout): number {
  const [height, width, channels] = windows.input;
  return placeWindows({ ...windows, input: [height, width, 2 * channels] }, layout);
}

function bytesOfVectors(step: FloatStep): number {
  return step.op === 'product' && step.windows !== undefined ? bytesOfBand(step.windows, 4 * step.columns) : 0;
}
