import {
  elements,
  isCodeLayer,
  type Layer,
  type MatrixLayer,
  type MaxPoolLayer,
  type Network,
  pixelsPerImage,
} from '../network.js';
import { laneBits } from '../packed-matrix.js';
import { pixelTables } from '../pixel-values.js';
import type { Windows } from '../windows.js';
import { channelParts } from './channel-parts.js';
import { packThresholds, packWeights, weightPlanes } from './packed-parameters.js';
import { type PackedTensor, packedTensor, wordsOfTensor } from './packed-tensor.js';
import { inputLanes, outputLanes } from './supported.js';
import { windowRuns } from './window-runs.js';

/**
 * A network as the packed kernels read it: plain data that can be sent to another thread. Its large arrays are shared memory:
 * a copy sent to a thread refers to the same bytes.
 */
export interface PackedNetwork {
  readonly kernels: 'packed';
  readonly input: PackedInput;
  readonly layers: readonly PackedLayer[];
  /** Codes of the last layer for one image, and the bits of their lanes. */
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
  /**
   * A bit is 1 where the byte is at or above the threshold; or the planes are the lowest bits of the byte; or an integer is
   * the value of its byte, of 256.
   */
  readonly rule: { readonly threshold: number } | { readonly planes: number } | { readonly values: Int16Array };
}

interface LayerFields {
  /** Index of the layer that feeds it, -1 for the network's input. */
  readonly source: number;
  /** Of its source. */
  readonly input: PackedTensor;
  readonly output: PackedTensor;
  /** Ranges of parts of the input, and of as many of the output, that have nothing to do with each other. */
  readonly groups: number;
  /** What a vector of one group holds. */
  readonly vector: PackedTensor;
  /**
   * How the vectors of the first group are gathered, one for each pixel of the output (see `windowRuns`). Without, the input
   * is the only one.
   */
  readonly runs?: Int32Array;
}

/** A matrix times each vector, and thresholds. */
export interface PackedMatrixLayer extends LayerFields {
  readonly op: 'matrix';
  /** MW, without the lanes that fill the words. */
  readonly columns: number;
  /** Rows of a part of the output, made even. */
  readonly rows: number;
  readonly weightPlanes: 1 | 2;
  /** For each part of the output. */
  readonly parts: readonly PackedRows[];
  /** Whether a score is the number of equal bits, and not the sum of products. */
  readonly countsMatches: boolean;
}

/** The parameters of the rows that give one part of the output. */
export interface PackedRows {
  /** `rows` rows as long as a plane of a vector, plane after plane (see `packWeights`). */
  readonly weights: Uint32Array;
  /** For the signed sum of products (see `packThresholds`). */
  readonly thresholds: Int32Array;
}

/** The largest code of each vector's pixels, for each channel. */
export interface PackedMaxPoolLayer extends LayerFields {
  readonly op: 'maxPool';
  readonly runs: Int32Array;
}

export type PackedLayer = PackedMatrixLayer | PackedMaxPoolLayer;

/** Words of the vectors that are gathered for one image and group. */
export function wordsOfVectors({ runs, output, vector }: PackedLayer): number {
  return runs === undefined ? 0 : output.pixels * wordsOfTensor(vector);
}

/** What the images that go through the layers together may occupy: a part of the L2 cache of a core. */
const CHUNK_BYTES = 2 ** 18;
const LARGEST_CHUNK = 64;

/**
 * Packs a network that the kernels support.
 * @throws InputError if a layer has no weights
 */
export function packNetwork(network: Network): PackedNetwork {
  const parts = channelParts(network);
  const input = packInput(network, parts.get('input')!);
  const layers: PackedLayer[] = [];
  for (const layer of network.layers.filter(isCodeLayer)) {
    const source = network.layers.findIndex(({ name }) => name === layer.inputs[0]);
    const read = source < 0 ? input.tensor : layers[source].output;
    const fields = {
      source,
      input: read,
      output: packedTensor(outputLanes(layer)!, layer.outputShape, parts.get(layer.name)!),
    };
    layers.push(layer.op === 'maxPool' ? packMaxPool(layer, fields) : packMatrix(layer, fields));
  }
  const last = network.layers[network.layers.length - 1];
  const words = [input.tensor, ...layers.map(({ output }) => output)].map(wordsOfTensor);
  const bytesEach = input.bytes + 4 * words.reduce((sum, each) => sum + each, 0);
  return {
    kernels: 'packed',
    input,
    layers,
    outputs: elements(last.outputShape),
    outputBits: laneBits(last.outputType.bits),
    chunk: Math.min(Math.max(Math.floor(CHUNK_BYTES / bytesEach), 1), LARGEST_CHUNK),
  };
}

function packInput({ input }: Network, parts: number): PackedInput {
  const { shape, paddedFeatures } = input;
  const bytes = pixelsPerImage(input);
  const tensor = packedTensor(inputLanes(input)!, paddedFeatures === bytes ? shape : [paddedFeatures], parts);
  return { tensor, bytes, rule: packingRule(input, tensor) };
}

function packingRule(input: Network['input'], { format, planes }: PackedTensor): PackedInput['rule'] {
  if (format === 'integers') return { values: Int16Array.from(pixelTables(input)[0]) };
  return input.pixels.rule === 'threshold' ? { threshold: input.pixels.threshold } : { planes };
}

type Place = Pick<LayerFields, 'source' | 'input' | 'output'>;

function packMatrix(layer: MatrixLayer, place: Place): PackedMatrixLayer {
  const { input, output } = place;
  const gathered =
    layer.op === 'convolution' ? gatherWindows(layer, layer, input, layer.groups) : { groups: 1, vector: input };
  const count = layer.mh / output.parts;
  const rows = count + (count % 2);
  return {
    op: 'matrix',
    ...place,
    ...gathered,
    columns: layer.mw,
    rows,
    weightPlanes: weightPlanes(layer, input),
    parts: Array.from({ length: output.parts }, (_, part) => {
      const range = { first: part * count, count };
      return {
        weights: packWeights(layer, range, gathered.vector, rows),
        thresholds: packThresholds(layer, range, rows),
      };
    }),
    countsMatches: layer.accumulate === 'matches',
  };
}

function packMaxPool(layer: MaxPoolLayer, place: Place): PackedMaxPoolLayer {
  const windows: Windows = { ...layer, dilation: [1, 1] };
  return { op: 'maxPool', ...place, ...gatherWindows(windows, layer, place.input, place.input.parts) };
}

function gatherWindows(
  windows: Windows,
  shapes: Pick<Layer, 'inputShape' | 'outputShape'>,
  map: PackedTensor,
  groups: number,
): Pick<LayerFields, 'groups' | 'vector'> & { readonly runs: Int32Array } {
  const vector = packedTensor(map, [...windows.kernel, map.channels / groups], map.parts / groups);
  return { groups, vector, runs: windowRuns(windows, shapes, map, vector) };
}
