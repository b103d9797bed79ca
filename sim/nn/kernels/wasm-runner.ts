import { instantiateKernels } from './load-kernels.js';
import { MemoryLayout } from './memory-layout.js';
import {
  type PackedLayer,
  type PackedMatrixLayer,
  type PackedMaxPoolLayer,
  type PackedNetwork,
  type PackedRows,
  wordsOfVectors,
} from './packed-network.js';
import { type LaneFormat, type PackedTensor, wordsOfTensor } from './packed-tensor.js';
import { type Runner, storeCodes } from './runner.js';

/** What assembly/kernels.ts exports; addresses and lengths are in bytes. */
interface Kernels {
  binarize: PackInput;
  split: PackInput;
  lookUp: PackInput;
  gather(source: number, runs: number, count: number, target: number): void;
  multiply(layer: number, vectors: number, count: number, output: number): void;
  maxPool(layer: number, vectors: number, count: number, output: number): void;
}

/** Packs one part of the channels; `rule` is a threshold, a plane, or the address of values. */
type PackInput = (
  image: number,
  pixels: number,
  channels: number,
  pitch: number,
  rule: number,
  output: number,
  pixelBytes: number,
) => void;

/** Addresses of what belongs to a layer. */
interface Placement {
  /** The layer as a record of the kernels: of a matrix, one for each part of the output. */
  readonly records: readonly number[];
  readonly runs: number;
  /** Vectors of one image and group. */
  readonly vectors: number;
  /** Outputs of a chunk, image after image. */
  readonly output: number;
}

/** In the order of assembly/lane-format.ts. */
const LANE_FORMATS: readonly LaneFormat[] = ['bits', 'ternary', 'unsigned', 'integers', 'scores'];

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
      records: recordsOf(layer, layout).map((record) => layout.place(record)),
      runs: layout.place(layer.runs ?? new Int32Array()),
      vectors: layout.reserve(4 * wordsOfVectors(layer)),
      output: layout.reserve(chunk * bytesOfTensor(layer.output)),
    }));
    const memory = layout.create();
    this.kernels = instantiateKernels(memory) as Kernels;
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
    const { tensor, bytes } = this.network.input;
    const { planes, parts, planeWords, partWords } = tensor;
    const from = this.images + image * bytes;
    const to = this.input + image * bytesOfTensor(tensor);
    const channels = bytes / tensor.pixels / parts;
    for (let plane = 0; plane < planes; plane++) {
      for (let part = 0; part < parts; part++) {
        this.packPart(from + part * channels, channels, plane, to + 4 * (plane * planeWords + part * partWords));
      }
    }
  }

  private packPart(from: number, channels: number, plane: number, to: number): void {
    const { tensor, bytes, rule } = this.network.input;
    const { pixels, pixelWords } = tensor;
    const { binarize, split, lookUp } = this.kernels;
    const pitch = bytes / pixels;
    if ('threshold' in rule) binarize(from, pixels, channels, pitch, rule.threshold, to, 4 * pixelWords);
    else if ('planes' in rule) split(from, pixels, channels, pitch, plane, to, 4 * pixelWords);
    else lookUp(from, pixels, channels, pitch, this.values, to, 4 * pixelWords);
  }

  private runLayer(index: number, images: number): void {
    const layer = this.network.layers[index];
    const { records, output } = this.placements[index];
    const input = layer.source < 0 ? this.input : this.placements[layer.source].output;
    if (layer.runs === undefined) {
      this.kernels.multiply(records[0], input, images, output);
      return;
    }
    for (let image = 0; image < images; image++) {
      const from = input + image * bytesOfTensor(layer.input);
      const to = output + image * bytesOfTensor(layer.output);
      for (let group = 0; group < layer.groups; group++) this.runGroup(index, group, from, to);
    }
  }

  private runGroup(index: number, group: number, from: number, to: number): void {
    const layer = this.network.layers[index];
    const { records, runs, vectors } = this.placements[index];
    const { pixels, parts, partWords } = layer.output;
    const first = from + 4 * group * layer.vector.parts * layer.input.partWords;
    this.kernels.gather(first, runs, layer.runs!.length / 3, vectors);
    if (layer.op === 'maxPool') {
      this.kernels.maxPool(records[0], vectors, pixels, to + 4 * group * partWords);
      return;
    }
    const ofGroup = parts / layer.groups;
    for (let part = group * ofGroup; part < (group + 1) * ofGroup; part++) {
      this.kernels.multiply(records[part], vectors, pixels, to + 4 * part * partWords);
    }
  }
}

/** The layer in the order of its class in the kernels, for each part that has its own parameters; these are placed too. */
function recordsOf(layer: PackedLayer, layout: MemoryLayout): Int32Array[] {
  return layer.op === 'maxPool' ? [maxPoolRecord(layer)] : layer.parts.map((part) => matrixRecord(layer, part, layout));
}

/** In the order of `MatrixLayer` in assembly/matrix.ts. */
function matrixRecord(layer: PackedMatrixLayer, part: PackedRows, layout: MemoryLayout): Int32Array {
  const { vector, output, runs, columns, rows, weightPlanes } = layer;
  return Int32Array.of(
    LANE_FORMATS.indexOf(vector.format),
    vector.planes,
    LANE_FORMATS.indexOf(output.format),
    output.planes,
    columns,
    rows,
    4 * vector.planeWords,
    layout.place(part.weights),
    weightPlanes,
    layout.place(part.thresholds),
    runs === undefined ? bytesOfTensor(output) : 4 * output.pixelWords,
    4 * output.planeWords,
  );
}

/** In the order of `MaxPoolLayer` in assembly/max-pool.ts. */
function maxPoolRecord({ vector, output }: PackedMaxPoolLayer): Int32Array {
  const format = LANE_FORMATS.indexOf(output.format);
  const { planes, pixelWords, planeWords } = output;
  return Int32Array.of(format, planes, vector.pixels, 4 * vector.planeWords, 4 * pixelWords, 4 * planeWords);
}

function bytesOfTensor(tensor: PackedTensor): number {
  return 4 * wordsOfTensor(tensor);
}
