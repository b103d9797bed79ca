import { accumulatorRange } from '../../../nn/accumulator.js';
import { type DataType, encodeValue } from '../../../nn/data-type.js';
import { type IntegerMatrixLayer, integerWeightType } from '../../../nn/integer-layers.js';
import {
  isMatrixLayer,
  type MatrixLayer,
  type Padding,
  type Shape,
  type Size,
  vectorsPerImage,
} from '../../../nn/network.js';
import { refuse } from '../../hls/shapes.js';
import { codeArithmetic, integerArithmetic, type RowArithmetic } from './row-arithmetic.js';

/** A layer's matrix as the library sees it, of whichever family of layers it is. */
export interface MatrixUnit {
  readonly name: string;
  /** MW: products of an output; MH: outputs of a vector. */
  readonly mw: number;
  readonly mh: number;
  /** Vectors of a frame. */
  readonly vectors: number;
  readonly inputType: DataType;
  readonly weightType: DataType;
  readonly sumType: DataType;
  readonly outputType: DataType;
  /** What makes outputs of sums: nothing, comparisons, or a product and a shift. */
  readonly requantization: 'none' | 'thresholds' | 'scale';
  readonly window?: {
    readonly inputShape: Shape;
    readonly kernel: Size;
    readonly stride: Size;
    readonly dilation: Size;
    readonly padding: Padding;
    readonly outsideCode: number;
  };
  /** Each output channel sees the input channel of its number alone. */
  readonly depthwise: boolean;
  /** Absent where the layer has no weights, so that only its time is known. */
  readonly createArithmetic?: (() => RowArithmetic) | undefined;
}

/**
 * Widest outputs of layers of integers that are made by thresholds, whose number doubles with every bit; beyond, a product
 * and a shift take less.
 */
const MAX_THRESHOLD_BITS = 4;

/** @throws InputError for groups that are neither one nor those of a depthwise convolution */
export function matrixUnitOf(layer: MatrixLayer | IntegerMatrixLayer): MatrixUnit {
  const { name, mw, mh, inputType, outputType } = layer;
  const common = { name, mw, mh, vectors: vectorsPerImage(layer), inputType, outputType, ...shapeOf(layer) };
  if (isMatrixLayer(layer)) {
    const { weightType, thresholded, parameters } = layer;
    return {
      ...common,
      weightType,
      sumType: thresholded ? signedType(accumulatorRange(layer)) : outputType,
      requantization: thresholded ? 'thresholds' : 'none',
      createArithmetic: parameters && (() => codeArithmetic(layer)),
    };
  }
  const weightType = integerWeightType(layer);
  return {
    ...common,
    weightType,
    sumType: signedType(accumulatorRange({ accumulate: 'sum', mw, inputType, weightType })),
    requantization: outputType.bits <= MAX_THRESHOLD_BITS ? 'thresholds' : 'scale',
    createArithmetic: layer.parameters && (() => integerArithmetic(layer)),
  };
}

function shapeOf(layer: MatrixLayer | IntegerMatrixLayer): Pick<MatrixUnit, 'window' | 'depthwise'> {
  if (layer.op === 'fullyConnected' || layer.op === 'integerFullyConnected') return { depthwise: false };
  const { name, groups, inputShape, inputType, kernel, stride, dilation, padding } = layer;
  const channels = inputShape[2];
  const depthwise = isDepthwise(layer);
  const allowed = `allowed: 1, or ${channels} with as many output channels`;
  refuse(name, groups === 1 || depthwise ? undefined : `found ${groups} groups, ${allowed}`, 'finn');
  const outsideCode = layer.op === 'convolution' ? 0 : encodeValue(inputType, 0);
  return { depthwise, window: { inputShape, kernel, stride, dilation, padding, outsideCode } };
}

/** Whether each output channel sees the input channel of its number alone. */
export function isDepthwise(layer: MatrixLayer | IntegerMatrixLayer): boolean {
  if (layer.op === 'fullyConnected' || layer.op === 'integerFullyConnected') return false;
  const { groups, inputShape, mh } = layer;
  return groups > 1 && groups === inputShape[2] && groups === mh;
}

/** Bits of a layer's inputs and of its weights. */
export function matrixBits(layer: MatrixLayer | IntegerMatrixLayer): {
  readonly inputBits: number;
  readonly weightBits: number;
} {
  const weightType = isMatrixLayer(layer) ? layer.weightType : integerWeightType(layer);
  return { inputBits: layer.inputType.bits, weightBits: weightType.bits };
}

/** The most lanes that a unit can have; fewer divide them. */
export function lanesOf({ mw, mh, depthwise, window }: MatrixUnit): { readonly pe: number; readonly simd: number } {
  return { pe: mh, simd: depthwise || window === undefined ? mw : window.inputShape[2] };
}

/** The narrowest signed type that holds a range. */
export function signedType({ min, max }: { readonly min: number; readonly max: number }): DataType {
  const bits = Math.ceil(Math.log2(Math.max(max + 1, -min, 1))) + 1;
  return { bits, encoding: 'signed', narrow: false, scale: 1 };
}
