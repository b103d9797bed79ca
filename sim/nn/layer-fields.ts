import type { DataType } from './data-type.js';

/** Height, width, channels of a feature map (NHWC without N), or a plain number of features. */
export type Shape = readonly number[];

/** Height and width. */
export type Size = readonly [height: number, width: number];

/** Rows and columns added around a feature map. */
export interface Padding {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** What every layer has. */
export interface LayerFields {
  readonly name: string;
  /** Names of the layers that feed it, at least one; `input` is the network's input. Shape and type are those of the first. */
  readonly inputs: readonly string[];
  readonly inputShape: Shape;
  readonly outputShape: Shape;
  readonly inputType: DataType;
  readonly outputType: DataType;
}

/** Least and largest code of an output, where they are nearer than those of its type; fused activations are such. */
export interface Clamped {
  readonly clamp?: readonly [least: number, largest: number];
}
