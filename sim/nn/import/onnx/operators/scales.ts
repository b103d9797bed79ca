import { elements } from '../../../network.js';
import type { Node } from '../node.js';
import { elementType, elementTypeName } from '../read-tensor.js';
import type { Tensor, Values } from '../tensor.js';

/** Types that numbers are quantized to. */
export const CODE_TYPES = ['INT8', 'UINT8', 'INT16', 'UINT16'] as const;
/** Types of the factors of integer products. */
export const BYTE_TYPES = ['INT8', 'UINT8'] as const;

/** Where the scale of each number of a tensor lies: one for all, or one for each place along an axis. */
export function scalePlaces(
  node: Node,
  index: number,
  shape: readonly number[],
  axis: number,
): (place: number) => number {
  const { shape: found } = node.input(index);
  if (elements(found) === 1 && found.length <= 1) return () => 0;
  const along = node.axis(axis, shape.length);
  if (found.length !== 1 || found[0] !== shape[along]) {
    throw node.shapeError(index, `a number, or [${shape[along]}] along axis ${along}`);
  }
  const size = elements(shape.slice(along + 1));
  return (place) => Math.floor(place / size) % shape[along];
}

/** An input that has the shape of a scale: its zero points. */
export function checkZeroPoints(node: Node, index: number, scale: number): void {
  const zeroPoint = node.optionalInput(index);
  if (zeroPoint !== undefined && elements(zeroPoint.shape) !== elements(node.input(scale).shape)) {
    throw node.shapeError(index, `as many numbers as scales, ${elements(node.input(scale).shape)}`);
  }
}

/** Type of quantized numbers: that of the zero point, or of the attribute `output_dtype`, or UINT8. */
export function codeType(node: Node, zeroPoint: number): (typeof CODE_TYPES)[number] {
  const number = node.int('output_dtype', 0);
  if (node.optionalInput(zeroPoint) !== undefined) return node.typedInput(zeroPoint, CODE_TYPES).type;
  if (number === 0) return 'UINT8';
  const type = CODE_TYPES.find((candidate) => candidate === elementType(number));
  if (type !== undefined) return type;
  throw node.error(`attribute output_dtype is ${elementTypeName(number)}, allowed: ${CODE_TYPES.join(', ')}`);
}

/** The numbers of a tensor less their zero point. */
export function lessZeroPoints(
  tensor: Tensor,
  zeroPoints: Tensor | undefined,
  placeOf: (place: number) => number,
): Int32Array {
  const zeros: Values | undefined = zeroPoints?.data;
  return Int32Array.from(tensor.data, (value, place) => value - (zeros?.[placeOf(place)] ?? 0));
}
