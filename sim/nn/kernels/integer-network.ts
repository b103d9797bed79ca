import type { IntegerLayer } from '../integer-layers.js';
import type { MappedWindows } from './mapped-windows.js';

/**
 * A network as the kernels of integers read it: plain data that can be sent to another thread. Tensors are 16-bit integers
 * without gaps, in the order height, width, channels. Its large arrays are shared memory.
 */
export interface IntegerNetwork {
  readonly kernels: 'integer';
  readonly input: {
    /** Bytes of an image, one for each channel of each pixel. */
    readonly bytes: number;
    /** Integers of a tensor. */
    readonly elements: number;
    /** What a byte means, of 256, for each channel or for all of them. */
    readonly tables: readonly Int16Array[];
  };
  readonly layers: readonly IntegerStep[];
  /** Codes of the last layer for one image, and the bits of their lanes. */
  readonly outputs: number;
  readonly outputBits: number;
  /** Code of the last layer that stands for 0. */
  readonly outputZeroPoint: number;
  /** Images that a thread takes at once: some milliseconds of work. */
  readonly chunk: number;
}

/** How sums become outputs; arrays are filled up to a multiple of eight. */
export interface PackedRequantization {
  readonly rule: 'shift' | 'scale' | 'leaky';
  /** Of the rule `leaky` in units of half a sum's lowest bit. */
  readonly bias: Int32Array;
  /** Integers, or the bits of 32-bit floating-point numbers. */
  readonly multipliers: Int32Array;
  readonly shift: number;
  readonly min: number;
  readonly max: number;
}

/** Integers times 2^shift, rounded half up and clamped. */
export interface PackedMove {
  readonly shift: number;
  readonly min: number;
  readonly max: number;
}

interface StepFields {
  /** Indices of the layers that feed it, -1 for the network's input. */
  readonly sources: readonly number[];
  readonly outputs: number;
  /** Bytes of an output: 2, but 4 of a last layer with weights. */
  readonly outputBytes: 2 | 4;
}

/** A matrix times vectors: the pixels of the input, or the windows on it. */
export interface ProductStep extends StepFields {
  readonly op: 'product';
  readonly vectors: number;
  /** Columns of a group. */
  readonly columns: number;
  /** For each group. */
  readonly groups: readonly ProductGroup[];
  /** Without, vectors lie in the input one after the other. */
  readonly windows?: MappedWindows;
}

export interface ProductGroup {
  readonly rows: number;
  readonly weights: Int16Array;
  readonly requantization: PackedRequantization;
}

/** A kernel for each channel. */
export interface DepthwiseStep extends StepFields {
  readonly op: 'depthwise';
  readonly windows: MappedWindows;
  readonly weights: Int16Array;
  readonly requantization: PackedRequantization;
}

export interface AveragePoolStep extends StepFields {
  readonly op: 'averagePool';
  readonly windows: MappedWindows;
  /** The quotient rounded down; the sum times the factor in units of 2^-16, rounded down; or the sum times the factor, moved. */
  readonly rule: 'floor' | 'reciprocal' | 'move';
  readonly factor: number;
  readonly move: PackedMove;
}

export interface MaxPoolStep extends StepFields {
  readonly op: 'maxPool';
  readonly windows: MappedWindows;
  readonly move: PackedMove;
}

/** Of two tensors with power-of-two scales. */
export interface AddStep extends StepFields {
  readonly op: 'add';
  /** Bits that the addends are shifted right by. */
  readonly read: readonly [number, number];
  readonly move: PackedMove;
}

/** Blocks of tensors, in turns. */
export interface ConcatStep extends StepFields {
  readonly op: 'concat';
  readonly blocks: number;
  /** Integers of a block of each tensor. */
  readonly lengths: readonly number[];
}

/** A layer without weights that no kernel is worth: the reference computes it. */
export interface PlainStep extends StepFields {
  readonly op: 'plain';
  readonly layer: IntegerLayer;
}

export type IntegerStep =
  | ProductStep
  | DepthwiseStep
  | AveragePoolStep
  | MaxPoolStep
  | AddStep
  | ConcatStep
  | PlainStep;
