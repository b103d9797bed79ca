import type { DataType } from './data-type.js';
import type { PackedMatrix } from './packed-matrix.js';

/** Height, width, channels, or a plain number of features: NHWC without N. */
export type Shape = readonly number[];

/** How a picture becomes the network's input. */
export interface NetworkInput {
  /** Shape of a picture in the data set. */
  readonly shape: Shape;
  /** Type of the codes that the first layer reads. */
  readonly type: DataType;
  /** A pixel at or above this value is code 1, below it code 0. */
  readonly threshold: number;
  /** Features after padding; the added codes are 0. */
  readonly paddedFeatures: number;
}

/** How the last layer's codes become a class. `highestSetBit`: the highest class whose bit is set, 0 if none is. */
export type ClassRule = 'highestSetBit';

/** Weights and thresholds of a layer, with padding, in hardware units. */
export interface LayerParameters {
  /** `outputFeatures` rows of `inputFeatures` weight codes. */
  readonly weights: PackedMatrix;
  /** Ascending thresholds, row after row: `outputFeatures` x `thresholdCount(outputType)`. */
  readonly thresholds: Int32Array;
}

/**
 * Matrix-vector product and thresholds. `accumulate` says what is compared with the thresholds:
 * `matches` counts equal bits (XNOR and popcount), `sum` is the signed sum of products.
 * The output value is the smallest value of `outputType` plus the number of thresholds strictly below the accumulator;
 * the two values of a bipolar output are -1 and +1.
 */
export interface FullyConnectedLayer {
  readonly name: string;
  readonly op: 'fullyConnected';
  /** Names of the layers that feed it; `input` is the network's input. */
  readonly inputs: readonly [string];
  /** MW: matrix width, the number of synapses. */
  readonly inputFeatures: number;
  /** MH: matrix height, the number of neurons. */
  readonly outputFeatures: number;
  readonly inputType: DataType;
  readonly weightType: DataType;
  readonly outputType: DataType;
  readonly accumulate: 'matches' | 'sum';
  readonly parameters?: LayerParameters;
}

/** A typed node of the graph. */
export type Layer = FullyConnectedLayer;

/** A graph of typed layers, in an order in which each comes after its inputs. Pure data; knows no time. */
export interface Network {
  readonly name: string;
  readonly description: string;
  /** Data set that it is judged on, if it is a known one. */
  readonly dataset?: 'mnist';
  readonly input: NetworkInput;
  readonly classes: readonly string[];
  readonly classRule: ClassRule;
  readonly layers: readonly Layer[];
}

/** Pixels of one image: one byte each, in the order of the shape. */
export function pixelsPerImage({ shape }: Pick<NetworkInput, 'shape'>): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Multiply-accumulates that a layer does for one image, padding included. */
export function layerMacs(layer: Layer): number {
  return layer.inputFeatures * layer.outputFeatures;
}

/** Operations of one image: 2 OP per MAC. */
export function layerOps(layer: Layer): number {
  return 2 * layerMacs(layer);
}

/** Whether every layer has its weights. */
export function hasParameters(network: Network): boolean {
  return network.layers.every((layer) => layer.parameters !== undefined);
}
