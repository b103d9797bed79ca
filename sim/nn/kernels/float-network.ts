import type { FloatConvolutionLayer, FloatLayer, FloatMatrixLayer } from '../float-layers.js';
import { elements, isFloatLayer, type Network, pixelsPerImage } from '../network.js';
import { realPixels } from '../real-pixels.js';
import { requireFloatParameters } from '../require-parameters.js';
import { isDepthwise, isPointwise, type MappedWindows, mapped } from './mapped-windows.js';

/**
 * A network as the kernels of real numbers read it: plain data that can be sent to another thread. Tensors are 32-bit
 * floating-point numbers without gaps, in the order height, width, channels. Its large arrays are shared memory.
 */
export interface FloatNetwork {
  readonly kernels: 'float';
  readonly input: {
    /** Bytes of an image, one for each channel of each pixel. */
    readonly bytes: number;
    /** What a byte means, of 256, for each channel or for all of them. */
    readonly tables: readonly Float32Array[];
  };
  readonly layers: readonly FloatStep[];
  /** Numbers of the last layer for one image, and the bits of their lanes. */
  readonly outputs: number;
  readonly outputBits: 32;
  /** Images that a thread takes at once: some milliseconds of work. */
  readonly chunk: number;
}

interface StepFields {
  /** Indices of the layers that feed it, -1 for the network's input. */
  readonly sources: readonly number[];
  readonly outputs: number;
}

/** A matrix times vectors: the pixels of the input, or the windows on it. */
export interface FloatProductStep extends StepFields {
  readonly op: 'product';
  readonly vectors: number;
  /** Columns of a group. */
  readonly columns: number;
  /** For each group. */
  readonly groups: readonly FloatProductGroup[];
  /** Without, vectors lie in the input one after the other. */
  readonly windows?: MappedWindows;
}

export interface FloatProductGroup {
  readonly rows: number;
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}

/** A kernel for each channel. */
export interface FloatDepthwiseStep extends StepFields {
  readonly op: 'depthwise';
  readonly windows: MappedWindows;
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}

/** A layer that no kernel is worth: the reference computes it. */
export interface FloatPlainStep extends StepFields {
  readonly op: 'plain';
  readonly layer: FloatLayer;
}

export type FloatStep = FloatProductStep | FloatDepthwiseStep | FloatPlainStep;

/** Rows or channels that arrays are filled up to a multiple of. */
const LANES = 8;

/**
 * Packs a network of real numbers.
 * @throws InputError if a layer has no parameters
 */
export function packFloatNetwork({ input, layers }: Network): FloatNetwork {
  return {
    kernels: 'float',
    input: { bytes: pixelsPerImage(input), tables: realPixels(input) },
    layers: layers.filter(isFloatLayer).map((layer) =>
      packLayer(layer, {
        sources: layer.inputs.map((input) => layers.findIndex(({ name }) => name === input)),
        outputs: elements(layer.outputShape),
      }),
    ),
    outputs: elements(layers[layers.length - 1].outputShape),
    outputBits: 32,
    chunk: 1,
  };
}

function packLayer(layer: FloatLayer, fields: StepFields): FloatStep {
  switch (layer.op) {
    case 'floatFullyConnected':
      return packProducts(layer, 1, fields);
    case 'floatConvolution':
      return isDepthwise(layer) ? packChannels(layer, fields) : packWindows(layer, fields);
    case 'floatBatchNorm':
      requireFloatParameters(layer);
      return { op: 'plain', ...fields, layer };
    default:
      return { op: 'plain', ...fields, layer };
  }
}

function packChannels(layer: FloatConvolutionLayer, fields: StepFields): FloatDepthwiseStep {
  const { weights } = requireFloatParameters(layer);
  const { mw: taps, mh: channels } = layer;
  const packed = sharedFloats(taps * filledUp(channels), (index) => {
    const channel = index % filledUp(channels);
    return channel < channels ? weights[channel * taps + Math.floor(index / filledUp(channels))] : 0;
  });
  return {
    op: 'depthwise',
    ...fields,
    windows: mapped(layer, layer),
    weights: packed,
    bias: packBias(layer, 0, channels),
  };
}

function packWindows(layer: FloatConvolutionLayer, fields: StepFields): FloatProductStep {
  const step = packProducts(layer, layer.groups, fields);
  return isPointwise(layer) ? step : { ...step, windows: mapped(layer, layer) };
}

function packProducts(layer: FloatMatrixLayer, groups: number, fields: StepFields): FloatProductStep {
  const rows = layer.mh / groups;
  return {
    op: 'product',
    ...fields,
    vectors: fields.outputs / layer.mh,
    columns: layer.mw,
    groups: Array.from({ length: groups }, (_, group) => ({
      rows,
      weights: packRows(layer, group * rows, rows),
      bias: packBias(layer, group * rows, rows),
    })),
  };
}

/** For `multiplyFloats` in assembly/float/product.ts: eight rows after eight rows; of each column a weight for each of the eight. */
function packRows(layer: FloatMatrixLayer, first: number, rows: number): Float32Array {
  const { weights } = requireFloatParameters(layer);
  const { mw } = layer;
  return sharedFloats(filledUp(rows) * mw, (index) => {
    const row = Math.floor(index / (LANES * mw)) * LANES + (index % LANES);
    return row < rows ? weights[(first + row) * mw + (Math.floor(index / LANES) % mw)] : 0;
  });
}

function packBias(layer: FloatMatrixLayer, first: number, rows: number): Float32Array {
  const { bias } = requireFloatParameters(layer);
  return sharedFloats(filledUp(rows), (row) => (row < rows ? (bias?.[first + row] ?? 0) : 0));
}

function sharedFloats(count: number, numberOf: (index: number) => number): Float32Array {
  const numbers = new Float32Array(new SharedArrayBuffer(4 * count));
  for (let index = 0; index < count; index++) numbers[index] = numberOf(index);
  return numbers;
}

function filledUp(count: number): number {
  return LANES * Math.ceil(count / LANES);
}
