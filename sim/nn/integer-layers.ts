import type { DataType } from './data-type.js';
import type { Clamped, LayerFields, Padding, Size } from './layer-fields.js';
import type { TensorLayer } from './tensor-layers.js';

/**
 * How a sum of products becomes an output, with registers of 32 bits, in which sums and products wrap. The result is clamped
 * to the range of the output.
 * - `multiplyShift`: ((sum + (bias << biasShift)) * multiplier) >> shift, with a multiplier for each output.
 * - `shift`: (sum + (bias << biasShift)) >> shift.
 * - `scale`: sum + bias, made a floating-point number of 32 bits, times one for each output, rounded to the nearest integer,
 *   halves to the even one.
 * - `powerOfTwo`: the DPU's, of the exact sum; see `requantizePowerOfTwo`.
 */
export type Requantization = ShiftRequantization | { readonly rule: 'scale' } | PowerOfTwoRequantization;

export interface ShiftRequantization {
  readonly rule: 'multiplyShift' | 'shift';
  readonly biasShift: number;
  readonly shift: number;
}

export interface PowerOfTwoRequantization {
  readonly rule: 'powerOfTwo';
  /** Fix positions of weights and input less that of the bias (shift_bias); below 0 where bits of the bias are dropped. */
  readonly biasShift: number;
  /** Fix positions of weights and input less that of the output (shift_cut). */
  readonly shift: number;
  /** Whether negative results are multiplied by 26/256. */
  readonly leaky: boolean;
}

/** Type of the weights of layers of integers. */
export const INTEGER_WEIGHT: DataType = { bits: 8, encoding: 'signed', narrow: false, scale: 1 };

/** Type of the weights of a layer of integers. */
export function integerWeightType({
  weightBits = INTEGER_WEIGHT.bits,
  weightZeroPoint: zeroPoint = 0,
}: Pick<IntegerFields, 'weightBits' | 'weightZeroPoint'>): DataType {
  return { ...INTEGER_WEIGHT, bits: weightBits, zeroPoint };
}

/** Weights of a layer of integers, and what its rule of requantization needs for each of its MH outputs. */
export interface IntegerParameters {
  /** MH rows of MW weights, in the order of the columns of a matrix (see `ConvolutionLayer`). */
  readonly weights: Int8Array;
  readonly bias: Int32Array;
  /** Empty where the rule has none; floating-point numbers where the rule is `scale`. */
  readonly multipliers: Int32Array | Float32Array;
}

/** Sums of products of integers and 8-bit signed weights, which are brought back to few bits. */
interface IntegerFields extends LayerFields, Clamped {
  /** MW: weights of an output. */
  readonly mw: number;
  /** MH: outputs, or channels of the output. */
  readonly mh: number;
  /** Weight that stands for 0 and is subtracted from all of them; 0 where absent. */
  readonly weightZeroPoint?: number;
  /** Bits that all weights keep to, for machines whose memories have words of any width; 8 where absent. */
  readonly weightBits?: number;
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
 * - `nearest`: the quotient of the codes, rounded to the nearest, halves away from 0.
 * - `powerOfTwo`: the sum times the DPU's factor for the kernel, times the input's scale over the output's, rounded half up;
 *   see `averageFactor`. What overhangs counts as zeros.
 */
export type Division = 'reciprocal' | 'floor' | 'nearest' | 'powerOfTwo';

/** The average of each window, for each channel; but for the division `powerOfTwo`, what overhangs does not count. */
export interface AveragePoolLayer extends LayerFields, Clamped {
  readonly op: 'averagePool';
  readonly kernel: Size;
  readonly stride: Size;
  /** None where absent. */
  readonly padding?: Padding;
  readonly division: Division;
}

/** Layers of integers with weights. */
export type IntegerMatrixLayer = IntegerFullyConnectedLayer | IntegerConvolutionLayer;

/** Layers whose inputs and outputs are integers of up to 16 bits. */
export type IntegerLayer = IntegerMatrixLayer | AveragePoolLayer | TensorLayer;
