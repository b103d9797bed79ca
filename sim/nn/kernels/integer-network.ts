import type {
  AveragePoolLayer,
  IntegerConvolutionLayer,
  IntegerLayer,
  IntegerMatrixLayer,
  PowerOfTwoRequantization,
} from '../integer-layers.js';
import { elements, isIntegerLayer, isIntegerMatrixLayer, type Network, pixelsPerImage } from '../network.js';
import { outputRange } from '../output-range.js';
import { laneBits } from '../packed-matrix.js';
import { pixelValues } from '../pixel-values.js';
import { doubledBias } from '../power-of-two.js';
import { reciprocalOf, shiftedBias } from '../requantize.js';
import { requireIntegerParameters } from '../require-parameters.js';
import { NO_PADDING } from '../windows.js';
import { packDepthwise, packProduct, sharedInt32 } from './integer-weights.js';
import { isDepthwise, isPointwise, type MappedWindows, mapped } from './mapped-windows.js';

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
    /** What a byte means, of 256. */
    readonly values: Int16Array;
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
  readonly bias: Int32Array;
  /** Integers, or the bits of 32-bit floating-point numbers. */
  readonly multipliers: Int32Array;
  readonly floating: boolean;
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
  /** In units of 2^-16; 0 where the quotient itself is wanted. */
  readonly reciprocal: number;
}

/** A layer without weights that no kernel is worth: the reference computes it. */
export interface PlainStep extends StepFields {
  readonly op: 'plain';
  readonly layer: IntegerLayer;
}

export type IntegerStep = ProductStep | DepthwiseStep | AveragePoolStep | PlainStep;

/**
 * Packs a network that the kernels of integers support.
 * @throws InputError if a layer has no weights
 */
export function packIntegerNetwork(network: Network): IntegerNetwork {
  const { input, layers } = network;
  const last = layers[layers.length - 1];
  return {
    kernels: 'integer',
    input: {
      bytes: pixelsPerImage(input),
      elements: input.paddedFeatures,
      values: Int16Array.from(pixelValues(input)),
    },
    layers: layers.filter(isIntegerLayer).map((layer) =>
      packLayer(layer, {
        sources: layer.inputs.map((input) => layers.findIndex(({ name }) => name === input)),
        outputs: elements(layer.outputShape),
        outputBytes: layer === last && isIntegerMatrixLayer(layer) ? 4 : 2,
      }),
    ),
    outputs: elements(last.outputShape),
    outputBits: laneBits(last.outputType.bits),
    outputZeroPoint: last.outputType.zeroPoint ?? 0,
    chunk: 1,
  };
}

function packLayer(layer: IntegerLayer, fields: StepFields): IntegerStep {
  switch (layer.op) {
    case 'averagePool':
      return isPlainPool(layer) ? { op: 'plain', ...fields, layer } : packAveragePool(layer, fields);
    case 'integerFullyConnected':
      return packProducts(layer, 1, fields);
    case 'integerConvolution':
      return isDepthwise(layer) ? packChannels(layer, fields) : packWindows(layer, fields);
    default:
      return { op: 'plain', ...fields, layer };
  }
}

/** Whether the kernel, which divides the sums of whole windows, does not know it. */
function isPlainPool({ division, padding, clamp }: AveragePoolLayer): boolean {
  const overhangs = padding !== undefined && Object.values(padding).some((side) => side > 0);
  return division === 'nearest' || division === 'powerOfTwo' || overhangs || clamp !== undefined;
}

function packAveragePool(layer: AveragePoolLayer, fields: StepFields): AveragePoolStep {
  const windows = { ...layer, dilation: [1, 1], padding: NO_PADDING } as const;
  const reciprocal = layer.division === 'floor' ? 0 : reciprocalOf(elements(layer.kernel));
  return { op: 'averagePool', ...fields, windows: mapped(windows, layer), reciprocal };
}

function packChannels(layer: IntegerConvolutionLayer, fields: StepFields): DepthwiseStep {
  return {
    op: 'depthwise',
    ...fields,
    windows: mapped(layer, layer),
    weights: packDepthwise(layer),
    requantization: packRequantization(layer, 0, layer.mh),
  };
}

function packWindows(layer: IntegerConvolutionLayer, fields: StepFields): ProductStep {
  const step = packProducts(layer, layer.groups, fields);
  return isPointwise(layer) ? step : { ...step, windows: mapped(layer, layer) };
}

function packProducts(layer: IntegerMatrixLayer, groups: number, fields: StepFields): ProductStep {
  const rows = layer.mh / groups;
  return {
    op: 'product',
    ...fields,
    vectors: fields.outputs / layer.mh,
    columns: layer.mw,
    groups: Array.from({ length: groups }, (_, group) => ({
      rows,
      weights: packProduct(layer, group * rows, rows),
      requantization: packRequantization(layer, group * rows, rows),
    })),
  };
}

function packRequantization(layer: IntegerMatrixLayer, first: number, rows: number): PackedRequantization {
  const { bias, multipliers } = requireIntegerParameters(layer);
  const { requantization } = layer;
  const { min, max } = outputRange(layer);
  const range = { min, max: Math.min(max, 2 ** 31 - 1) };
  if (requantization.rule === 'scale') {
    return {
      bias: sharedInt32(rows, (row) => bias[first + row]),
      multipliers: sharedInt32(rows, (row) => bitsOfFloat(multipliers[first + row])),
      floating: true,
      shift: 0,
      ...range,
    };
  }
  if (requantization.rule === 'powerOfTwo') {
    return {
      bias: sharedInt32(rows, (row) => roundingBias(bias[first + row], requantization)),
      multipliers: sharedInt32(rows, () => 1),
      floating: false,
      shift: requantization.shift,
      ...range,
    };
  }
  const { rule, biasShift, shift } = requantization;
  return {
    bias: sharedInt32(rows, (row) => shiftedBias(bias[first + row], biasShift)),
    multipliers: sharedInt32(rows, (row) => (rule === 'multiplyShift' ? multipliers[first + row] : 1)),
    floating: false,
    shift,
    ...range,
  };
}

/**
 * What `requantizePowerOfTwo` adds to a sum before it shifts, in whole bits of the sum: half of what is cut off is at least one of
 * them, unless nothing is cut off and the bias's half bit is what is rounded up.
 */
function roundingBias(bias: number, { biasShift, shift }: PowerOfTwoRequantization): number {
  const doubled = doubledBias(bias, biasShift);
  return (doubled >> 1) + (shift === 0 ? doubled & 1 : 2 ** (shift - 1));
}

function bitsOfFloat(value: number): number {
  return new Int32Array(Float32Array.of(value).buffer)[0];
}
