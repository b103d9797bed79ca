import type { RescaleLayer } from '../../tensor-layers.js';
import { type Activation, clampOf, fusedActivation } from './activation.js';
import type { Converted } from './converted.js';
import type { Node } from './node.js';
import { ADD, CONCATENATION, POOL_2D, REDUCER, SOFTMAX } from './schema.js';
import { paddingOf } from './windows.js';

export function convertAdd(node: Node): Converted {
  const inputs = [node.input(0), node.input(1)];
  const activation = node.typeOf(node.output);
  return { layer: { op: 'add', activation, ...fusedActivation(node, ADD.activation) }, inputs };
}

export function convertAveragePool(node: Node): Converted {
  return { layer: { op: 'averagePool', ...poolOf(node), division: 'nearest' }, inputs: [node.input(0)] };
}

export function convertMaxPool(node: Node): Converted {
  return { layer: { op: 'integerMaxPool', ...poolOf(node) }, inputs: [node.input(0)] };
}

function poolOf(node: Node) {
  const { options } = node;
  const kernel = [options.int32(POOL_2D.filter_height), options.int32(POOL_2D.filter_width)] as const;
  const stride = [options.int32(POOL_2D.stride_h), options.int32(POOL_2D.stride_w)] as const;
  const padding = paddingOf(node, POOL_2D.padding, { kernel, stride, dilation: [1, 1] });
  requireOneType(node);
  return { kernel, stride, padding, ...fusedActivation(node, POOL_2D.activation) };
}

export function convertConcatenation(node: Node): Converted {
  const inputs = Array.from({ length: node.inputCount }, (_, index) => node.input(index));
  const { clamp } = fusedActivation(node, CONCATENATION.activation);
  if (clamp !== undefined) throw node.error('found a fused activation, allowed: NONE');
  const axis = axisOf(node, node.options.int32(CONCATENATION.axis));
  requireOneType(node);
  return { layer: { op: 'concat', axis }, inputs };
}

/** Of the dimensions without the batch. */
function axisOf(node: Node, axis: number): number {
  const dimensions = node.input(0).shape.length;
  const counted = axis < 0 ? axis + dimensions : axis;
  if (counted >= 1 && counted < dimensions) return counted - 1;
  throw node.error(`found axis ${axis}, allowed: 1 to ${dimensions - 1}`);
}

export function convertMean(node: Node): Converted {
  const axes = node.integers(node.input(1)).map((axis) => axisOf(node, axis));
  const shape = node.shapeOf(node.input(0));
  if (shape.length !== 3 || [...axes].sort().join() !== '0,1') {
    throw node.error(
      `averages axes ${axes.map((axis) => axis + 1)} of [1,${shape}], allowed: height and width of a map`,
    );
  }
  const flat = node.options.int8(REDUCER.keep_dims) === 0;
  return { layer: { op: 'mean', activation: node.typeOf(node.output), flat }, inputs: [node.input(0)] };
}

export function convertPad(node: Node): Converted {
  const sides = node.integers(node.input(1));
  const shape = node.shapeOf(node.input(0));
  const [, , top, bottom, left, right, ...rest] = sides;
  const others = [...sides.slice(0, 2), ...rest];
  if (shape.length !== 3 || sides.length !== 8 || others.some((side) => side !== 0)) {
    throw node.error(`pads by [${sides.slice(0, 16)}], allowed: height and width of a map`);
  }
  requireOneType(node);
  return { layer: { op: 'pad', padding: { top, left, bottom, right } }, inputs: [node.input(0)] };
}

export function convertReshape(node: Node): Converted {
  requireOneType(node);
  return { layer: { op: 'reshape', shape: node.shapeOf(node.output) }, inputs: [node.input(0)] };
}

export function convertSoftmax(node: Node): Converted {
  const beta = node.options.float32(SOFTMAX.beta);
  const activation = node.typeOf(node.output);
  return { layer: { op: 'softmax', beta, activation }, inputs: [node.input(0)] };
}

/** XNNPACK converts between scales of one type; TensorFlow Lite's own kernel does it between types. */
export function convertQuantize(node: Node): Converted {
  const oneType = node.typeOf(node.input(0)).encoding === node.typeOf(node.output).encoding;
  return rescaled(node, 'NONE', oneType ? 'coarse' : 'fine');
}

export function convertActivation(node: Node): Converted {
  return rescaled(node, node.name as Activation, 'fine');
}

function rescaled(node: Node, bounds: Activation, precision: RescaleLayer['precision']): Converted {
  const activation = node.typeOf(node.output);
  return { layer: { op: 'rescale', activation, ...clampOf(bounds, activation), precision }, inputs: [node.input(0)] };
}

/** What only moves codes or chooses among them has one type. */
function requireOneType(node: Node): void {
  const output = node.typeOf(node.output);
  const { scale, zeroPoint, encoding } = node.typeOf(node.input(0));
  if (scale === output.scale && zeroPoint === output.zeroPoint && encoding === output.encoding) return;
  const found = `scale ${scale} and zero point ${zeroPoint} become ${output.scale} and ${output.zeroPoint}`;
  throw node.error(`${found}, allowed: an output of the input's type`);
}
