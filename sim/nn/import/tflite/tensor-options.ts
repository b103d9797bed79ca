import type { Padding, Size } from '../../layer-fields.js';
import type { Node } from './node.js';
import { CONCATENATION, POOL_2D, REDUCER } from './schema.js';
import { paddingOf } from './windows.js';

/** Windows of a pool. */
export function poolWindows(node: Node): { readonly kernel: Size; readonly stride: Size; readonly padding: Padding } {
  const { options } = node;
  const kernel = [options.int32(POOL_2D.filter_height), options.int32(POOL_2D.filter_width)] as const;
  const stride = [options.int32(POOL_2D.stride_h), options.int32(POOL_2D.stride_w)] as const;
  return { kernel, stride, padding: paddingOf(node, POOL_2D.padding, { kernel, stride, dilation: [1, 1] }) };
}

/** Axis of a concatenation, of the dimensions without the batch. */
export function concatenationAxis(node: Node): number {
  return axisOf(node, node.options.int32(CONCATENATION.axis));
}

function axisOf(node: Node, axis: number): number {
  const dimensions = node.input(0).shape.length;
  const counted = axis < 0 ? axis + dimensions : axis;
  if (counted >= 1 && counted < dimensions) return counted - 1;
  throw node.error(`found axis ${axis}, allowed: 1 to ${dimensions - 1}`);
}

/** Whether a mean over height and width leaves a vector. @throws InputError for other means */
export function meanIsFlat(node: Node): boolean {
  const axes = node.integers(node.input(1)).map((axis) => axisOf(node, axis));
  const shape = node.shapeOf(node.input(0));
  if (shape.length !== 3 || [...axes].sort().join() !== '0,1') {
    const found = `averages axes ${axes.map((axis) => axis + 1)} of [1,${shape}]`;
    throw node.error(`${found}, allowed: height and width of a map`);
  }
  return node.options.int8(REDUCER.keep_dims) === 0;
}

/** Rows and columns around a map. @throws InputError where anything else is padded */
export function paddedSides(node: Node): Padding {
  const sides = node.integers(node.input(1));
  const shape = node.shapeOf(node.input(0));
  const [, , top, bottom, left, right, ...rest] = sides;
  const others = [...sides.slice(0, 2), ...rest];
  if (shape.length !== 3 || sides.length !== 8 || others.some((side) => side !== 0)) {
    throw node.error(`pads by [${sides.slice(0, 16)}], allowed: height and width of a map`);
  }
  return { top, left, bottom, right };
}

/** All tensors that an operator reads. */
export function allInputs(node: Node) {
  return Array.from({ length: node.inputCount }, (_, index) => node.input(index));
}
