import type { DataType } from '../data-type.js';
import { type Layer, type Network, pixelsPerImage } from '../network.js';
import { requireParameters } from '../require-parameters.js';

/**
 * A fully connected layer with 1-bit weights as the packed kernels read it. Codes lie in bit planes: plane b holds bit b
 * of every code, lane 0 lowest, filled with zeros up to its number of words. Its arrays are shared memory: a copy sent
 * to a thread refers to the same bytes.
 */
export interface PackedLayer {
  /** Index of the layer that feeds it, -1 for the network's input. */
  readonly source: number;
  /** MW: inputs of a row, without the filling. */
  readonly columns: number;
  /** 1 for bipolar inputs, 2 for ternary ones (low: not 0; high: negative). */
  readonly inputPlanes: number;
  /** 32-bit words of a plane of the input, and of a row of weights; a multiple of 4. */
  readonly inputWords: number;
  /** MH, made even: an added row has output code 0. */
  readonly rows: number;
  /** One plane a row: bit 0 is -1, bit 1 is +1. */
  readonly weights: Uint32Array;
  /** For the signed sum of products: the lower threshold of every row, then the upper one if there are two. */
  readonly thresholds: Int32Array;
  /** 1 for an output of one bit, 2 for a ternary one. */
  readonly outputPlanes: number;
  /** 32-bit words of a plane of the output; a multiple of 4. */
  readonly outputWords: number;
}

/** A network as the packed kernels read it: plain data that can be sent to another thread. */
export interface PackedNetwork {
  /** Pixels of an image. */
  readonly pixels: number;
  /** A pixel at or above this value is bit 1. */
  readonly threshold: number;
  /** 32-bit words of the network's input, which is one plane. */
  readonly inputWords: number;
  readonly layers: readonly PackedLayer[];
  /** Codes of the last layer for one image, MH, and their bits. */
  readonly outputs: number;
  readonly outputBits: number;
}

/** What keeps a network from the packed kernels, for a message; undefined if nothing does. */
export function unsupportedByPackedKernels(network: Network): string | undefined {
  if (!isBipolar(network.input.type)) return 'its input is not 1-bit bipolar';
  const layer = network.layers.find((candidate) => !isSupported(candidate));
  return layer && `layer ${layer.name} is not one of 1-bit weights with 1-bit or narrow 2-bit activations`;
}

/**
 * Packs a network that the kernels support.
 * @throws InputError if a layer has no weights
 */
export function packNetwork(network: Network): PackedNetwork {
  const layers = network.layers.map((layer) =>
    packLayer(
      layer,
      network.layers.findIndex(({ name }) => name === layer.inputs[0]),
    ),
  );
  const last = network.layers[network.layers.length - 1];
  return {
    pixels: pixelsPerImage(network.input),
    threshold: network.input.threshold,
    inputWords: wordsOfPlane(network.input.paddedFeatures),
    layers,
    outputs: last.outputFeatures,
    outputBits: last.outputType.bits,
  };
}

function isBipolar(type: DataType): boolean {
  return type.encoding === 'bipolar';
}

function isTernary(type: DataType): boolean {
  return type.encoding === 'signed' && type.bits === 2 && type.narrow;
}

function isSupported({ inputType, weightType, outputType, accumulate }: Layer): boolean {
  return (
    isBipolar(weightType) &&
    (isBipolar(inputType) || (isTernary(inputType) && accumulate === 'sum')) &&
    (isTernary(outputType) || (outputType.bits === 1 && outputType.encoding !== 'signed'))
  );
}

function packLayer(layer: Layer, source: number): PackedLayer {
  const rows = layer.outputFeatures + (layer.outputFeatures % 2);
  return {
    source,
    columns: layer.inputFeatures,
    inputPlanes: layer.inputType.bits,
    inputWords: wordsOfPlane(layer.inputFeatures),
    rows,
    weights: packWeights(layer, rows),
    thresholds: thresholdsOfSums(layer, rows),
    outputPlanes: layer.outputType.bits,
    outputWords: wordsOfPlane(layer.outputFeatures),
  };
}

/** The kernels read 128 bits at a time. */
function wordsOfPlane(columns: number): number {
  return 4 * Math.ceil(columns / 128);
}

function packWeights(layer: Layer, rows: number): Uint32Array {
  const { weights } = requireParameters(layer);
  const words = wordsOfPlane(layer.inputFeatures);
  const packed = new Uint32Array(new SharedArrayBuffer(4 * rows * words));
  for (let row = 0; row < layer.outputFeatures; row++) {
    packed.set(weights.words.subarray(row * weights.wordsPerRow, (row + 1) * weights.wordsPerRow), row * words);
  }
  return packed;
}

/** Lower thresholds of all rows, then upper ones. The added rows get those that give code 0. */
function thresholdsOfSums(layer: Layer, rows: number): Int32Array {
  const { thresholds } = requireParameters(layer);
  const perRow = layer.outputType.bits;
  const sums = new Int32Array(new SharedArrayBuffer(4 * perRow * rows));
  const unreachable = layer.inputFeatures;
  const alwaysPassed = -layer.inputFeatures - 1;
  sums.fill(unreachable);
  if (perRow === 2) sums.fill(alwaysPassed, 0, rows);
  for (let row = 0; row < layer.outputFeatures; row++) {
    for (let index = 0; index < perRow; index++) {
      sums[index * rows + row] = thresholdOfSum(layer, thresholds[row * perRow + index]);
    }
  }
  return sums;
}

/** The sum is 2 x matches - MW. Matches are clamped to what can be told apart, so that doubling cannot overflow. */
function thresholdOfSum({ accumulate, inputFeatures }: Layer, threshold: number): number {
  if (accumulate === 'sum') return threshold;
  return 2 * Math.min(Math.max(threshold, -1), inputFeatures) - inputFeatures;
}
