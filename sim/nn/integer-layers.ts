import type { DataType } from './data-type.js';
import type { LayerFields, Padding, Size } from './layer-fields.js';

/**
 * How a sum of products becomes an output, with registers of 32 bits, in which sums and products wrap. The result is clamped
 * to the range of the output's type.
 * - `multiplyShift`: ((sum + (bias << biasShift)) * multiplier) >> shift, with a multiplier for each output.
 * - `shift`: (sum + (bias << biasShift)) >> shift.
 */
export interface Requantization {
  readonly rule: 'multiplyShift' | 'shift';
  readonly biasShift: number;
  readonly shift: number;
}

/** Type of the weights of layers of integers. */
export const INTEGER_WEIGHT: DataType = { bits: 8, encoding: 'signed', narrow: false, scale: 1 };

/** Weights of a layer of integers, and what its rule of requantization needs for each of its MH outputs. */
export interface IntegerParameters {
  /** MH rows of MW weights, in the order of the columns of a matrix (see `ConvolutionLayer`). */
  readonly weights: Int8Array;
  readonly bias: Int32Array;
  /** Empty where the rule has none. */
  readonly multipliers: Int32Array;
}

/** Sums of products of integers and 8-bit signed weights, which a shift brings back to few bits. */
interface IntegerFields extends LayerFields {
  /** MW: weights of an output. */
  readonly mw: number;
  /** MH: outputs, or channels of the output. */
  readonly mh: number;
  readonly requantization: Requantization;
  readonly parameters?: IntegerParameters;
}

/** One vector: the whole input, flattened in the order of its shape. */
export interface IntegerFullyConnectedLayer extends IntegerFields {
  readonly op: 'integerFullyConnected';
}

/**
 * One vector for each output pixel, as in `ConvolutionLayer`; around the input lie zeros. With as many groups as input and
 * output channels it is a depthwise convolution.
 */
export interface IntegerConvolutionLayer extends IntegerFields {
  readonly op: 'integerConvolution';
  readonly groups: number;
  readonly kernel: Size;
  readonly stride: Size;
  readonly dilation: Size;
  readonly padding: Padding;
}

/**
 * How a sum is divided by the number of its taps.
 * - `reciprocal`: (sum * floor(65536 / taps)) >> 16, which machines without a divider do.
 * - `floor`: the quotient, rounded down.
 */
export type Division = 'reciprocal' | 'floor';

/** The average of each window, for each channel. */
export interface AveragePoolLayer extends LayerFields {
  readonly op: 'averagePool';
  readonly kernel: Size;
  readonly stride: Size;
  readonly division: Division;
}

/** Layers of integers with weights. */
export type IntegerMatrixLayer = IntegerFullyConnectedLayer | IntegerConvolutionLayer;

/** Layers whose inputs and outputs are integers of up to 16 bits. */
export type IntegerLayer = IntegerMatrixLayer | AveragePoolLayer;
