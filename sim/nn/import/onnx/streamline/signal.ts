import type { DataType } from '../../../data-type.js';
import type { Padding, Shape, Size } from '../../../layer-fields.js';
import type { Step } from '../graph.js';
import type { Tensor } from '../tensor.js';

/** Sums of products of integers, each of which stands for a real number: what a layer computes before its thresholds. */
export interface Sums {
  readonly kind: 'sums';
  /** The operator that they are of. */
  readonly step: Step;
  readonly reads: Codes;
  /** As the network file has it, without what thresholds and weights say. */
  readonly layer: { readonly op: 'convolution' | 'fullyConnected' } & Readonly<Record<string, unknown>>;
  /** MH rows of MW integers, in the order of the columns of a matrix. */
  readonly weights: Int32Array;
  readonly mh: number;
  readonly mw: number;
  /** The real number that a sum stands for is the sum times the scale of its row, plus its bias. */
  readonly scales: Float64Array;
  readonly biases: Float64Array;
  readonly shape: Shape;
}

/** Integers of a tensor of the network. */
export interface Codes {
  readonly kind: 'codes';
  /** Name of the layer that gives them, or `input`. */
  readonly name: string;
  /** Height, width and channels, or features. */
  readonly shape: Shape;
  readonly type: DataType;
  /** Smallest and largest integer, and the real numbers that they and those between may stand for, ascending. */
  readonly integers: readonly number[];
  /** Real value of the integer 1. */
  readonly unit: number;
}

/** The pictures that the network reads, before anything is done to their pixels. */
export interface Pixels {
  readonly kind: 'pixels';
  readonly shape: Shape;
}

/** An operator that works on each number alone, with what it needs for each channel. */
export interface ElementStep {
  readonly step: Step;
  /** Its inputs: undefined in the place of what it works on, constants with a column for each channel else. */
  readonly operands: readonly (Tensor | undefined)[];
}

/** A max pool, and how many of the elementwise operators come before it. */
export interface PoolStep {
  readonly step: Step;
  readonly after: number;
  readonly kernel: Size;
  readonly stride: Size;
  readonly padding: Padding;
  readonly shape: Shape;
}

/** How a tensor of the graph lies in the network. */
export interface View {
  /** Shape in the graph. */
  readonly shape: readonly number[];
  /** Where the element of each place in the graph lies in the network: in the order height, width, channels. */
  readonly places: Int32Array;
  /** Zeros around the map that the graph adds with an operator of their own. */
  readonly padding?: Padding;
}

/**
 * A tensor of the graph that depends on its input: a function of integers, element by element. Elements of one channel of the
 * source have one function.
 */
export interface Signal extends View {
  readonly source: Sums | Codes | Pixels;
  readonly elementSteps: readonly ElementStep[];
  readonly pools: readonly PoolStep[];
}

/** Channels of a shape of the network. */
export function channelsOf(shape: Shape): number {
  return shape[shape.length - 1];
}
