import { elements, type Layer, type MatrixLayer, type MaxPoolLayer, type Network, pixelsPerImage } from '../network.js';
import { pixelValues } from '../pixel-values.js';
import { NO_PADDING, type Windows } from '../windows.js';
import { packThresholds, packWeights, weightPlanes } from './packed-parameters.js';
import { type PackedTensor, packedTensor, planesOf, wordsOfPlane, wordsOfTensor } from './packed-tensor.js';
import { inputFormat, outputFormat } from './supported.js';
import { windowRuns } from './window-runs.js';

/**
 * A network as the packed kernels read it: plain data that can be sent to another thread. Its large arrays are shared memory:
 * a copy sent to a thread refers to the same bytes.
 */
export interface PackedNetwork {
  readonly input: PackedInput;
  readonly layers: readonly PackedLayer[];
  /** Codes of the last layer for one image, and their bits. */
  readonly outputs: number;
  readonly outputBits: number;
  /** Images that go through the layers together, and that a thread takes at once: some milliseconds of work. */
  readonly chunk: number;
}

/** How an image becomes a tensor. */
export interface PackedInput {
  readonly tensor: PackedTensor;
  /** Bytes of an image, one for each channel of each pixel. */
  readonly bytes: number;
  /** A bit is 1 where the byte is at or above the threshold; an integer is the value of its byte, of 256. */
  readonly rule: { readonly threshold: number } | { readonly values: Int16Array };
}

interface LayerFields {
  /** Index of the layer that feeds it, -1 for the network's input. */
  readonly source: number;
  /** Of its source. */
  readonly input: PackedTensor;
  readonly output: PackedTensor;
  /** How its vectors are gathered, one for each pixel of the output (see `windowRuns`). Without, the input is the only one. */
  readonly runs?: Int32Array;
  /** Words of a plane of a vector. */
  readonly vectorWords: number;
}

/** A matrix times each vector, and thresholds. */
export interface PackedMatrixLayer extends LayerFields {
  readonly op: 'matrix';
  /** MW, without the lanes that fill the words. */
  readonly columns: number;
  /** MH, made even. */
  readonly rows: number;
  /** `rows` rows of `vectorWords` words, plane after plane (see `packWeights`). */
  readonly weights: Uint32Array;
  readonly weightPlanes: 1 | 2;
  /** For the signed sum of products (see `packThresholds`). */
  readonly thresholds: Int32Array;
  /** Whether a score is the number of equal bits, and not the sum of products. */
  readonly countsMatches: boolean;
}

/** The largest code of each vector's pixels, for each channel. */
export interface PackedMaxPoolLayer extends LayerFields {
  readonly op: 'maxPool';
  readonly runs: Int32Array;
  /** Pixels of a vector. */
  readonly windowPixels: number;
}

export type PackedLayer = PackedMatrixLayer | PackedMaxPoolLayer;

/** Words of the vectors that are gathered for one image. */
export function wordsOfVectors({ runs, input, output, vectorWords }: PackedLayer): number {
  return runs === undefined ? 0 : output.pixels * planesOf(input.format) * vectorWords;
}

/** What the images that go through the layers together may occupy: a part of the L2 cache of a core. */
const CHUNK_BYTES = 2 ** 18;
const LARGEST_CHUNK = 64;

/**
 * Packs a network that the kernels support.
 * @throws InputError if a layer has no weights
 */
export function packNetwork(network: Network): PackedNetwork {
  const input = packInput(network);
  const layers: PackedLayer[] = [];
  for (const layer of network.layers) {
    const source = network.layers.findIndex(({ name }) => name === layer.inputs[0]);
    const read = source < 0 ? input.tensor : layers[source].output;
    layers.push(layer.op === 'maxPool' ? packMaxPool(layer, source, read) : packMatrix(layer, source, read));
  }
  const last = network.layers[network.layers.length - 1];
  const words = [input.tensor, ...layers.map(({ output }) => output)].map(wordsOfTensor);
  const bytesEach = input.bytes + 4 * words.reduce((sum, each) => sum + each, 0);
  return {
    input,
    layers,
    outputs: elements(last.outputShape),
    outputBits: last.outputType.bits,
    chunk: Math.min(Math.max(Math.floor(CHUNK_BYTES / bytesEach), 1), LARGEST_CHUNK),
  };
}

function packInput({ input }: Network): PackedInput {
  const { pixels, shape, paddedFeatures } = input;
  const bytes = pixelsPerImage(input);
  const format = inputFormat(input)!;
  return {
    tensor: packedTensor(format, paddedFeatures === bytes ? shape : [paddedFeatures]),
    bytes,
    rule:
      format === 'bits' && pixels.rule === 'threshold'
        ? { threshold: pixels.threshold }
        : { values: Int16Array.from(pixelValues(input)) },
  };
}

function packMatrix(layer: MatrixLayer, source: number, input: PackedTensor): PackedMatrixLayer {
  const vectors = layer.op === 'convolution' ? gatherWindows(layer, layer, input) : { vectorWords: input.planeWords };
  const rows = layer.mh + (layer.mh % 2);
  return {
    op: 'matrix',
    source,
    input,
    output: packedTensor(outputFormat(layer)!, layer.outputShape),
    ...vectors,
    columns: layer.mw,
    rows,
    weights: packWeights(layer, input, vectors.vectorWords, rows),
    weightPlanes: weightPlanes(layer, input),
    thresholds: packThresholds(layer, rows),
    countsMatches: layer.accumulate === 'matches',
  };
}

function packMaxPool(layer: MaxPoolLayer, source: number, input: PackedTensor): PackedMaxPoolLayer {
  const { kernel, stride } = layer;
  return {
    op: 'maxPool',
    source,
    input,
    output: packedTensor(outputFormat(layer)!, layer.outputShape),
    ...gatherWindows({ kernel, stride, dilation: [1, 1], padding: NO_PADDING }, layer, input),
    windowPixels: kernel[0] * kernel[1],
  };
}

function gatherWindows(
  windows: Windows,
  shapes: Pick<Layer, 'inputShape' | 'outputShape'>,
  map: PackedTensor,
): { readonly runs: Int32Array; readonly vectorWords: number } {
  const vectorWords = wordsOfPlane(windows.kernel[0] * windows.kernel[1] * map.pixelWords);
  return { runs: windowRuns(windows, shapes, map, vectorWords), vectorWords };
}
