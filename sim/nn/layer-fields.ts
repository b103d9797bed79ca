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
  /** Names of the layers that feed it; `input` is the network's input. */
  readonly inputs: readonly [string];
  readonly inputShape: Shape;
  readonly outputShape: Shape;
  readonly inputType: DataType;
  readonly outputType: DataType;
}
