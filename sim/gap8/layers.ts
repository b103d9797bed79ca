import type { Padding, Size } from '../nn/layer-fields.js';

/**
 * What a layer computes: a convolution, one with a channel of its own for each output, one of single pixels, pools, sums of two
 * maps, maps one behind the other, a map in other units, and a matrix-vector product.
 */
export const GAP8_OPS = [
  'convolution',
  'depthwise',
  'pointwise',
  'averagePool',
  'maxPool',
  'add',
  'concat',
  'scale',
  'fullyConnected',
] as const;

export type Gap8Op = (typeof GAP8_OPS)[number];

/** A map that a layer reads. */
export interface InputMap {
  /** The layer that writes it; `input` is the network's input. */
  readonly name: string;
  readonly channels: number;
}

/**
 * Geometry of a layer, on planes of bytes (CHW). A fully connected layer has planes of one pixel. Windows lie as `windowCounts`
 * says; layers that have none have a window of one pixel.
 */
export interface Gap8Layer {
  readonly name: string;
  readonly op: Gap8Op;
  /** All of the same height and width. */
  readonly inputs: readonly InputMap[];
  /** Of the first input; of a concatenation those of all. */
  readonly inChannels: number;
  readonly outChannels: number;
  /** Of an input. */
  readonly height: number;
  readonly width: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly kernel: Size;
  readonly stride: Size;
  readonly padding: Padding;
}

/** Layers in an order in which each comes behind those that it reads. */
export interface Gap8Network {
  readonly name: string;
  readonly layers: readonly Gap8Layer[];
  /** Names of the layers behind these that the fabric controller computes in software, which nothing is known of: not timed. */
  readonly inSoftware: readonly string[];
}

/** Name of the map that a network begins with. */
export const NETWORK_INPUT = 'input';

const FULLY_CONNECTED_OUTPUT_BYTES = 2;
/** Side of the windows that some kernels slide. */
const SLID_WINDOW = 3;

/** Whether a layer sums products of weights. */
export function hasWeights({ op }: Gap8Layer): boolean {
  return op === 'convolution' || op === 'depthwise' || op === 'pointwise' || op === 'fullyConnected';
}

/** Bytes of the tensors of a layer. Multipliers are one a channel; fully connected layers have none. */
export function tensorBytes(layer: Gap8Layer, tensor: Tensor): number {
  const { op, outChannels } = layer;
  if (!hasWeights(layer)) return 0;
  switch (tensor) {
    case 'weights':
      return weightsOfAnOutput(layer) * outChannels;
    case 'bias':
      return op === 'fullyConnected' ? FULLY_CONNECTED_OUTPUT_BYTES * outChannels : outChannels;
    case 'multiplier':
      return op === 'fullyConnected' ? 0 : outChannels;
  }
}

/** What a layer has beside its feature maps. */
export const TENSORS = ['weights', 'bias', 'multiplier'] as const;

export type Tensor = (typeof TENSORS)[number];

/** The tensors that a layer has. */
export function tensorsOf(layer: Gap8Layer): Tensor[] {
  return TENSORS.filter((tensor) => tensorBytes(layer, tensor) > 0);
}

/** Taps of a window. */
export function tapsOf({ kernel: [height, width] }: Pick<Gap8Layer, 'kernel'>): number {
  return height * width;
}

function weightsOfAnOutput(layer: Gap8Layer): number {
  if (!hasWeights(layer)) return 0;
  return layer.op === 'depthwise' ? tapsOf(layer) : tapsOf(layer) * layer.inChannels;
}

/** Bytes of an output pixel of one channel. */
export function outputBytes({ op }: Gap8Layer): number {
  return op === 'fullyConnected' ? FULLY_CONNECTED_OUTPUT_BYTES : 1;
}

/** Bytes of each map that a layer reads. */
export function inputMapsBytes({ inputs, height, width }: Gap8Layer): number[] {
  return inputs.map(({ channels }) => channels * height * width);
}

/** Bytes of all maps that a layer reads. */
export function inputMapBytes(layer: Gap8Layer): number {
  return inputMapsBytes(layer).reduce((sum, bytes) => sum + bytes, 0);
}

export function outputMapBytes(layer: Gap8Layer): number {
  return layer.outChannels * layer.outHeight * layer.outWidth * outputBytes(layer);
}

/** Multiply-accumulates of an image; pools and sums of maps have none. */
export function gap8Macs(layer: Gap8Layer): number {
  const { outChannels, outHeight, outWidth } = layer;
  return weightsOfAnOutput(layer) * outChannels * outHeight * outWidth;
}

/**
 * Operations as the published table counts them: a MAC is one, and so is the bias of an output of a 3x3 convolution; a pool has
 * one for each pixel; the biases of pointwise and fully connected layers are not counted. (facts/gap8.md section 1)
 */
export function publishedOperations(layer: Gap8Layer): number {
  const { op, inChannels, height, width, outChannels, outHeight, outWidth } = layer;
  if (op === 'averagePool') return inChannels * height * width;
  const biases = op === 'convolution' || op === 'depthwise' ? outChannels * outHeight * outWidth : 0;
  return gap8Macs(layer) + biases;
}

/**
 * Whether the kernels that slide a 3x3 window down the columns of a plane can do it: those of convolutions with stride 2, those of
 * depthwise layers with stride 1 or 2, and windows that overhang by one at most.
 */
export function slides({ op, height, width, kernel, stride, padding }: Gap8Layer): boolean {
  const strides = op === 'convolution' ? [2] : op === 'depthwise' ? [1, 2] : [];
  const { top, left, bottom, right } = padding;
  return (
    kernel.every((size) => size === SLID_WINDOW) &&
    strides.includes(stride[0]) &&
    stride[0] === stride[1] &&
    Math.max(top, left, bottom, right) <= 1 &&
    Math.min(height, width) >= 2
  );
}
