import type { DataType } from '../../data-type.js';
import type { FloatMatrixLayer, FloatMatrixParameters } from '../../float-layers.js';
import type { IntegerParameters } from '../../integer-layers.js';
import type { Bounds } from './fuse.js';

/** A tensor of real numbers, in parts, as the images of a calibration set give it. */
export type Parts = readonly Float32Array[];

/** A layer with weights that is to become one of integers. */
export interface RealMatrix {
  readonly layer: FloatMatrixLayer;
  readonly parameters: FloatMatrixParameters;
  readonly weightBits: number;
  readonly input: DataType;
  readonly output: DataType;
}

/** How real numbers become integers that a machine computes with. */
export interface IntegerScheme {
  readonly name: 'symmetric' | 'power-of-two';
  /** The type that tensors share, in which all of them are found again. */
  readonly typeOf: (tensors: readonly Parts[], bits: number) => DataType;
  /** Weights and the rule of requantization, as a network file has it. */
  readonly matrixOf: (matrix: RealMatrix) => { readonly requantize: object; readonly parameters: IntegerParameters };
  /** Bounds that the machine has for those of an activation. */
  readonly boundsOf: (bounds: Bounds) => Bounds;
  /** Rule of a sum of two tensors. */
  readonly addition: 'scale' | 'powerOfTwo';
  /** How sums of windows are divided; the types of what is read and given are one, or two. */
  readonly division: { readonly division: 'nearest' | 'powerOfTwo'; readonly keepsType: boolean };
}
