import type { DataType } from '../../data-type.js';
import type { FloatMatrixLayer, FloatMatrixParameters } from '../../float-layers.js';
import type { IntegerParameters } from '../../integer-layers.js';
import type { Bounds } from './fuse.js';

/** Bits of integers, at most 8 each. */
export interface IntegerBits {
  readonly weights: number;
  readonly inputs: number;
  readonly activations: number;
}

/** Finds the type that some tensors share, which it is shown image by image. */
export interface TypeFinder {
  /**
   * Shows it what one of the tensors is for an image.
   * @param member which of them
   */
  see(member: number, values: Float32Array): void;
  /** Whether all must be shown again, in the same order. */
  again(): boolean;
  /** The type, in which all tensors are found again; when nothing must be shown again. */
  type(): DataType;
}

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
  /** Begins to find the type of so many tensors. */
  readonly findType: (members: number, bits: number) => TypeFinder;
  /** Weights and the rule of requantization, as a network file has it. */
  readonly matrixOf: (matrix: RealMatrix) => { readonly requantize: object; readonly parameters: IntegerParameters };
  /** Bounds that the machine has for those of an activation. */
  readonly boundsOf: (bounds: Bounds) => Bounds;
  /** Rule of a sum of two tensors. */
  readonly addition: 'scale' | 'powerOfTwo';
  /** How sums of windows are divided; the types of what is read and given are one, or two. */
  readonly division: { readonly division: 'nearest' | 'powerOfTwo'; readonly keepsType: boolean };
}
