import { elements } from '../../../network.js';
import type { Tensor } from '../model.js';
import type { Node } from '../node.js';

const ARRAYS = { FLOAT32: Float32Array, INT8: Int8Array, UINT8: Uint8Array, INT32: Int32Array } as const;

/**
 * The real numbers of a constant in the order of the file: those of 32 bits as they are, codes less their zero point times their
 * scale, which may differ along one axis.
 * @throws InputError where it is no such constant of `count` finite numbers
 */
export function numbersOf(node: Node, tensor: Tensor, count: number): Float32Array {
  const { data, type, index } = tensor;
  const Numbers = ARRAYS[type as keyof typeof ARRAYS];
  if (Numbers === undefined || data.length !== count * Numbers.BYTES_PER_ELEMENT) {
    const allowed = `${count} constants of ${Object.keys(ARRAYS).join(', ')}`;
    throw node.error(`tensor ${index} is ${data.length} bytes of ${type}, allowed: ${allowed}`);
  }
  const stored = new Numbers(new Uint8Array(data).buffer);
  const numbers = type === 'FLOAT32' ? Float32Array.from(stored) : decoded(node, tensor, stored);
  const wrong = numbers.findIndex((number) => !Number.isFinite(number));
  if (wrong < 0) return numbers;
  throw node.error(`number ${wrong} of tensor ${index} is ${numbers[wrong]}, allowed: finite numbers`);
}

function decoded(node: Node, tensor: Tensor, codes: ArrayLike<number>): Float32Array {
  const { shape, scales, zeroPoints, quantizedAxis, index } = tensor;
  const channels = scales.length === 1 ? 1 : (shape[quantizedAxis] ?? 0);
  if (scales.length === 0 || scales.length !== channels) {
    const found = `${scales.length} scales along axis ${quantizedAxis} of [${shape}]`;
    throw node.error(`tensor ${index} has ${found}, allowed: 1, or one for each place of the axis`);
  }
  /** Codes from one place of the axis to the next. */
  const pitch = elements(shape.slice(quantizedAxis + 1));
  return Float32Array.from(codes, (code, place) => {
    const channel = Math.floor(place / pitch) % channels;
    const zeroPoint = zeroPoints[zeroPoints.length === 1 ? 0 : channel] ?? 0;
    return (code - zeroPoint) * scales[channel];
  });
}
