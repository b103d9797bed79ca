import type { DataType } from './data-type.js';
import type { Clamped, LayerFields, Padding, Shape, Size } from './layer-fields.js';

/**
 * Sum of two tensors of one shape.
 * - `scale`: each integer is multiplied by its type's scale over the output's, in units of 2^-shift, where the larger of the two
 *   has 21 bits; the sum is shifted back and rounded to the nearest, halves up.
 * - `float`: each integer times its type's scale, the sum, and that over the output's scale, each in 32-bit floating point; rounded
 *   to the nearest, halves to the even one, as ONNX's operators say it.
 * - `powerOfTwo`: each integer is shifted to the larger of the two scales, with two guard bits; see `addPowerOfTwo`.
 */
export interface AddLayer extends LayerFields, Clamped {
  readonly op: 'add';
  readonly rule: 'scale' | 'float' | 'powerOfTwo';
  readonly inputTypes: readonly [DataType, DataType];
}

/** Tensors of one type, one behind the other along an axis of their shapes; the others have equal sizes. */
export interface ConcatLayer extends LayerFields {
  readonly op: 'concat';
  readonly axis: number;
  readonly inputShapes: readonly Shape[];
}

/**
 * The largest integer of each window, for each channel; what overhangs does not count. It is brought to the output's scale, which
 * is a power of two apart, rounded half up.
 */
export interface IntegerMaxPoolLayer extends LayerFields, Clamped {
  readonly op: 'integerMaxPool';
  readonly kernel: Size;
  readonly stride: Size;
  readonly padding: Padding;
}

/** The average of each channel over all pixels, times the input's scale over the output's: see `reference/mean.ts`. */
export interface MeanLayer extends LayerFields {
  readonly op: 'mean';
}

/** Zeros around a feature map. */
export interface PadLayer extends LayerFields {
  readonly op: 'pad';
  readonly padding: Padding;
}

/**
 * The same integers in another type: times the input's scale over the output's.
 * - `fine`: by a multiplier of 31 bits, rounded twice (see `multiplyFixedPoint`).
 * - `coarse`: by a multiplier in units of 2^-8, rounded to the nearest, halves up.
 * - `float`: times the one scale, and that over the other, in 32-bit floating point, rounded to the nearest, halves to the even one.
 */
export interface RescaleLayer extends LayerFields, Clamped {
  readonly op: 'rescale';
  readonly precision: 'fine' | 'coarse' | 'float';
}

/** The same integers in another shape. */
export interface ReshapeLayer extends LayerFields {
  readonly op: 'reshape';
}

/** exp(beta x) over the sum of those along the last axis, in 32-bit floating point: see `reference/softmax.ts`. */
export interface SoftmaxLayer extends LayerFields {
  readonly op: 'softmax';
  readonly beta: number;
}

/** Each pixel, repeated `factor` times along height and width. */
export interface UpsampleLayer extends LayerFields {
  readonly op: 'upsample';
  readonly factor: Size;
}

/**
 * Squares of `block` x `block` pixels as one pixel: channel (dy x block + dx) x channels + channel is that of the pixel
 * (y x block + dy, x x block + dx).
 */
export interface SpaceToDepthLayer extends LayerFields {
  readonly op: 'spaceToDepth';
  readonly block: number;
}

/** Layers of integers without weights. */
export type TensorLayer =
  | AddLayer
  | ConcatLayer
  | IntegerMaxPoolLayer
  | MeanLayer
  | PadLayer
  | RescaleLayer
  | ReshapeLayer
  | SoftmaxLayer
  | UpsampleLayer
  | SpaceToDepthLayer;
