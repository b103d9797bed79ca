import type { Place } from '../core/input/input-error.js';
import type { DataType } from './data-type.js';
import type { FloatLayer, FloatMatrixLayer, FloatParameterLayer } from './float-layers.js';
import type { IntegerLayer, IntegerMatrixLayer } from './integer-layers.js';
import type { LayerFields, Padding, Shape, Size } from './layer-fields.js';
import type { PackedMatrix } from './packed-matrix.js';

export type { Padding, Shape, Size } from './layer-fields.js';

/** How a picture becomes the network's input. */
export interface NetworkInput {
  /** Shape of a picture in the data set. */
  readonly shape: Shape;
  /** Type of the codes that the first layer reads. */
  readonly type: DataType;
  readonly pixels: PixelRule;
  /** Features after padding, at least those of the shape; the added codes are 0. */
  readonly paddedFeatures: number;
  /**
   * Where it is given, a photo of another size is cut down to a rectangle in its middle of the network's ratio, of this part of
   * the largest such, and resized bilinearly. Else it is fitted on a white canvas.
   */
  readonly centralCrop?: number;
}

/**
 * How a pixel becomes a code of the input's type.
 * - `threshold`: code 1 at or above the value, below it code 0.
 * - `range`: pixel 0 stands for the real number `from` and 255 for `to`; the real number, normalised channel by channel where
 *   it says so, divided by the type's scale is rounded half up and saturated.
 * - `real`: the network reads real numbers.
 * - `codes`: there are no pixels: a picture is a feature map of codes, one a byte, as an earlier layer in software gives it.
 *   The type has at most 8 bits, and bits of a byte above it do not matter.
 */
export type PixelRule =
  | { readonly rule: 'codes' }
  | { readonly rule: 'threshold'; readonly threshold: number }
  | {
      readonly rule: 'range';
      readonly from: number;
      readonly to: number;
      readonly normalization?: Normalization;
    }
  | RealPixels;

/** One number for each channel: the mean is subtracted from real numbers, and the difference divided by the deviation. */
export interface Normalization {
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

/**
 * Pixel 0 stands for the real number `from` and 255 for `to`; they are normalised channel by channel, where it says so. All
 * numbers are of 32 bits: see `real-pixels.ts`.
 */
export interface RealPixels {
  readonly rule: 'real';
  readonly from: number;
  readonly to: number;
  readonly normalization?: Normalization;
  /** Pixels are rounded to one of 2^bits levels before (see `quantize/min-max.ts`). */
  readonly quantization?: PixelQuantization;
}

/** Levels of pixels; a level that is stored in a byte is cut down to an integer, and 256 becomes 0. */
export interface PixelQuantization {
  readonly bits: number;
  readonly stored: 'real' | 'byte';
}

/**
 * How the last layer's codes become a class.
 * - `highestSetBit`: the highest class whose bit is set, 0 if none is.
 * - `largestPositive`: the first class with the largest score, 0 if no score is positive.
 * - `largest`: the first class with the largest score.
 * - `largestUnsigned`: the same of codes that are not signed.
 * - `largestReal`: the same of real numbers, or of those that signed codes stand for (`classReals`).
 * - `none`: there are no classes; the codes are a feature map for software.
 */
export type ClassRule = 'highestSetBit' | 'largestPositive' | 'largest' | 'largestUnsigned' | 'largestReal' | 'none';

/** Weights and thresholds of a layer, with padding, in hardware units. */
export interface LayerParameters {
  /** MH rows of MW weight codes. */
  readonly weights: PackedMatrix;
  /** Ascending thresholds, row after row: MH x `thresholdsPerRow(layer)`. */
  readonly thresholds: Int32Array;
}

/**
 * Matrix-vector products and thresholds: an MH x MW matrix of weights, applied to every vector of the input.
 * `accumulate` says what is accumulated: `matches` counts equal bits (XNOR and popcount), `sum` is the signed sum of
 * products. The output value of a thresholded layer is the smallest value of `outputType` plus the number of thresholds
 * strictly below the accumulator times 2^accumulatorShift; the two values of a bipolar output are -1 and +1. That of a
 * layer without thresholds is the accumulator.
 */
interface MatrixFields extends LayerFields {
  /** MW: matrix width, the number of synapses. */
  readonly mw: number;
  /** MH: matrix height, the number of neurons or output channels. */
  readonly mh: number;
  readonly weightType: DataType;
  readonly accumulate: 'matches' | 'sum';
  /** Fraction bits that thresholds have more than products. */
  readonly accumulatorShift: number;
  readonly thresholded: boolean;
  readonly parameters?: LayerParameters;
}

/** One vector: the whole input, flattened in the order of its shape. */
export interface FullyConnectedLayer extends MatrixFields {
  readonly op: 'fullyConnected';
}

/**
 * One vector for each output pixel: its window of the input. Column (ky x kernel width + kx) x channels + channel is the
 * pixel at (y x stride + ky x dilation - top, x x stride + kx x dilation - left); around the input lie codes 0.
 * With several groups, input and output channels are split into as many contiguous ranges, and the outputs of a range see the
 * inputs of theirs alone: MW is that of one group, and row r of the matrix belongs to group floor(r x groups / MH).
 */
export interface ConvolutionLayer extends MatrixFields {
  readonly op: 'convolution';
  readonly groups: number;
  readonly kernel: Size;
  readonly stride: Size;
  readonly dilation: Size;
  readonly padding: Padding;
}

/** The largest value of each window, for each channel; around the input lie codes 0. */
export interface MaxPoolLayer extends LayerFields {
  readonly op: 'maxPool';
  readonly kernel: Size;
  readonly stride: Size;
  readonly padding: Padding;
}

export type MatrixLayer = FullyConnectedLayer | ConvolutionLayer;

/** Layers of codes of few bits, as streaming machines have them. */
export type CodeLayer = MatrixLayer | MaxPoolLayer;

/** A typed node of the graph. */
export type Layer = CodeLayer | IntegerLayer | FloatLayer;

/** Real number that a code of each class stands for: code times gain, plus offset. */
export interface ClassReals {
  readonly gains: readonly number[];
  readonly offsets: readonly number[];
}

/** Where the parameter files of the original project lie, as a layers file of QNN-MO-PYNQ tells. */
export interface ParameterFiles {
  /** Folder or .tar; absent where the layers file names none that is there. */
  readonly path?: string;
  /** Where the layers file names them and which paths were tried, if none of these is there. */
  readonly missing?: { readonly place: Place; readonly tried: readonly string[] };
  /** Index of the first file that belongs to the network. */
  readonly firstIndex: number;
}

/** A graph of typed layers, in an order in which each comes after its inputs. Pure data; knows no time. */
export interface Network {
  readonly name: string;
  readonly description: string;
  /** Data set that it is judged on, if it is a known one. */
  readonly dataset?: 'mnist' | 'cifar10';
  readonly input: NetworkInput;
  readonly classes: readonly string[];
  readonly classRule: ClassRule;
  /** Of the rule `largestReal` alone. */
  readonly classReals?: ClassReals;
  readonly layers: readonly Layer[];
  /** Names of layers whose feature maps software reads, the last one among them; absent where it is the last one alone. */
  readonly outputs?: readonly string[];
  readonly parameterFiles?: ParameterFiles;
}

/** Elements of a tensor of this shape. */
export function elements(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Pixels of one image: one byte each, in the order of the shape. */
export function pixelsPerImage({ shape }: Pick<NetworkInput, 'shape'>): number {
  return elements(shape);
}

/** Whether a layer is a matrix with thresholds or scores. */
export function isMatrixLayer(layer: Layer): layer is MatrixLayer {
  return layer.op === 'fullyConnected' || layer.op === 'convolution';
}

/** Whether a layer is one of integers with weights. */
export function isIntegerMatrixLayer(layer: Layer): layer is IntegerMatrixLayer {
  return layer.op === 'integerFullyConnected' || layer.op === 'integerConvolution';
}

/** Whether a layer is one of codes of few bits. */
export function isCodeLayer(layer: Layer): layer is CodeLayer {
  return isMatrixLayer(layer) || layer.op === 'maxPool';
}

/** Whether a layer is one of integers. */
export function isIntegerLayer(layer: Layer): layer is IntegerLayer {
  return !isCodeLayer(layer) && !isFloatLayer(layer);
}

/** Whether a layer is one of real numbers. */
export function isFloatLayer(layer: Layer): layer is FloatLayer {
  return layer.outputType.encoding === 'float';
}

/** Whether a layer is one of real numbers with a matrix. */
export function isFloatMatrixLayer(layer: Layer): layer is FloatMatrixLayer {
  return layer.op === 'floatFullyConnected' || layer.op === 'floatConvolution';
}

/** Whether a layer is one of real numbers with parameters. */
export function isFloatParameterLayer(layer: Layer): layer is FloatParameterLayer {
  return isFloatMatrixLayer(layer) || layer.op === 'floatBatchNorm';
}

/** Whether a layer has weights. */
function hasWeights(layer: Layer): layer is MatrixLayer | IntegerMatrixLayer | FloatMatrixLayer {
  return isMatrixLayer(layer) || isIntegerMatrixLayer(layer) || isFloatMatrixLayer(layer);
}

/** Vectors of an image that the matrix is applied to: output pixels, or 1. */
export function vectorsPerImage({ outputShape, mh }: Pick<MatrixLayer, 'outputShape' | 'mh'>): number {
  return elements(outputShape) / mh;
}

/** Multiply-accumulates that a layer does for one image, padding included. */
export function layerMacs(layer: Layer): number {
  return hasWeights(layer) ? vectorsPerImage(layer) * layer.mw * layer.mh : 0;
}

/** Operations of one image: 2 OP per MAC. */
export function layerOps(layer: Layer): number {
  return 2 * layerMacs(layer);
}

/** Whether every layer that needs weights has them. */
export function hasParameters(network: Network): boolean {
  const needed = (layer: Layer) => hasWeights(layer) || isFloatParameterLayer(layer);
  return network.layers.every((layer) => !needed(layer) || ('parameters' in layer && layer.parameters !== undefined));
}
