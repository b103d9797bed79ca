import type { LayerFields, Padding, Shape, Size } from './layer-fields.js';

/**
 * Layers of real numbers: floating-point numbers of 32 bits (IEEE 754) in and out, every operation rounded to them, halves to
 * the even one. Where sums are formed, they begin with 0, and their terms are added one by one in the order that is said, so
 * that a result is one number to the last bit.
 */
type FloatFields = LayerFields;

/** Weights and biases of a layer of real numbers. */
export interface FloatMatrixParameters {
  /** MH rows of MW weights, in the order of the columns of a matrix (see `ConvolutionLayer`). */
  readonly weights: Float32Array;
  /** One for each of the MH outputs; absent where the layer has none. */
  readonly bias?: Float32Array;
}

/** What the activations of each channel were normalised by, and what they then were scaled and moved by. */
export interface BatchNormParameters {
  readonly weights: Float32Array;
  readonly bias: Float32Array;
  readonly mean: Float32Array;
  readonly variance: Float32Array;
}

/** Products of a row's weights and the inputs, added in the order of the columns, and the bias behind them. */
interface FloatMatrixFields extends FloatFields {
  /** MW: weights of an output. */
  readonly mw: number;
  /** MH: outputs, or channels of the output. */
  readonly mh: number;
  /** Whether outputs have a bias. */
  readonly biased: boolean;
  readonly parameters?: FloatMatrixParameters;
}

/** One vector: the whole input, flattened in the order of its shape. */
export interface FloatFullyConnectedLayer extends FloatMatrixFields {
  readonly op: 'floatFullyConnected';
}

/**
 * One vector for each output pixel, as in `ConvolutionLayer`; around the input lie zeros. With as many groups as input and
 * output channels it is a depthwise convolution.
 */
export interface FloatConvolutionLayer extends FloatMatrixFields {
  readonly op: 'floatConvolution';
  readonly groups: number;
  readonly kernel: Size;
  readonly stride: Size;
  readonly dilation: Size;
  readonly padding: Padding;
}

/** For each channel x gain + offset: gain = weight / sqrt(variance + epsilon), offset = bias - mean x gain. */
export interface FloatBatchNormLayer extends FloatFields {
  readonly op: 'floatBatchNorm';
  readonly epsilon: number;
  readonly parameters?: BatchNormParameters;
}

/**
 * The larger of x and 0. With `bits` it is then rounded to one of 2^bits levels from 0 to the largest value of the layer's
 * output for the image at hand (see `quantize/min-max.ts`).
 */
export interface FloatReluLayer extends FloatFields {
  readonly op: 'floatRelu';
  readonly bits?: number;
}

/** The nearest number that is at least the first and at most the second: ReLU6 has 0 and 6. */
export interface FloatClampLayer extends FloatFields {
  readonly op: 'floatClamp';
  readonly range: readonly [least: number, largest: number];
}

/** The largest number of each window, for each channel; what overhangs does not count. */
export interface FloatMaxPoolLayer extends FloatFields {
  readonly op: 'floatMaxPool';
  readonly kernel: Size;
  readonly stride: Size;
  readonly padding: Padding;
}

/** The sum of each window, row by row, over the number of its pixels, for each channel. */
export interface FloatAveragePoolLayer extends FloatFields {
  readonly op: 'floatAveragePool';
  readonly kernel: Size;
  readonly stride: Size;
  readonly padding: Padding;
  /** Whether what overhangs counts as zeros. */
  readonly countsPadding: boolean;
}

/** The sum of all pixels, row by row, over their number, for each channel. */
export interface FloatMeanLayer extends FloatFields {
  readonly op: 'floatMean';
}

/** Sum of two tensors of one shape. */
export interface FloatAddLayer extends FloatFields {
  readonly op: 'floatAdd';
}

/** Tensors one behind the other along an axis of their shapes; the others have equal sizes. */
export interface FloatConcatLayer extends FloatFields {
  readonly op: 'floatConcat';
  readonly axis: number;
  readonly inputShapes: readonly Shape[];
}

/** Zeros around a feature map. */
export interface FloatPadLayer extends FloatFields {
  readonly op: 'floatPad';
  readonly padding: Padding;
}

/** The same numbers in another shape. */
export interface FloatReshapeLayer extends FloatFields {
  readonly op: 'floatReshape';
}

/** exp(x - largest) over the sum of those along the last axis; exponentials are rounded once. */
export interface FloatSoftmaxLayer extends FloatFields {
  readonly op: 'floatSoftmax';
}

/** Layers of real numbers that multiply by a matrix. */
export type FloatMatrixLayer = FloatFullyConnectedLayer | FloatConvolutionLayer;

/** Layers of real numbers that have parameters. */
export type FloatParameterLayer = FloatMatrixLayer | FloatBatchNormLayer;

/** Parameters of a layer of real numbers. */
export type FloatParameters = FloatMatrixParameters | BatchNormParameters;

/** Layers whose inputs and outputs are real numbers. */
export type FloatLayer =
  | FloatParameterLayer
  | FloatReluLayer
  | FloatClampLayer
  | FloatMaxPoolLayer
  | FloatAveragePoolLayer
  | FloatMeanLayer
  | FloatAddLayer
  | FloatConcatLayer
  | FloatPadLayer
  | FloatReshapeLayer
  | FloatSoftmaxLayer;
