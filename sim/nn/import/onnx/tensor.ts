import { elements } from '../../network.js';

/** Element types of tensors as they are computed. Floating-point numbers of 16 and 64 bits are taken as ones of 32. */
export type ElementType = 'FLOAT' | 'INT8' | 'UINT8' | 'INT16' | 'UINT16' | 'INT32' | 'UINT32' | 'INT64' | 'BOOL';

/** Numbers of a tensor. Those of 64 bits are in floating point of 64 bits, which holds integers up to 2^53. */
export type Values =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array;

/** What is known of a tensor before anything runs. */
export interface TensorType {
  readonly type: ElementType;
  readonly shape: readonly number[];
}

/** A tensor with its numbers, the last axis contiguous. */
export interface Tensor extends TensorType {
  readonly data: Values;
}

/**
 * How floating-point numbers are computed: each result of an operator rounded to 32 bits, as runtimes do it, or to 64, which
 * comes near enough to real numbers that what they decide is decided (docs/import.md).
 */
export type Precision = 'single' | 'double';

const INTEGER_VALUES = {
  INT8: Int8Array,
  UINT8: Uint8Array,
  INT16: Int16Array,
  UINT16: Uint16Array,
  INT32: Int32Array,
  UINT32: Uint32Array,
  INT64: Float64Array,
  BOOL: Uint8Array,
} as const;

/** Smallest and largest number of the types that results are saturated to. */
export const INTEGER_RANGE = {
  INT8: { min: -128, max: 127 },
  UINT8: { min: 0, max: 255 },
  INT16: { min: -(2 ** 15), max: 2 ** 15 - 1 },
  UINT16: { min: 0, max: 2 ** 16 - 1 },
  INT32: { min: -(2 ** 31), max: 2 ** 31 - 1 },
} as const;

/** Numbers for a tensor, all 0. */
export function createValues({ type, shape }: TensorType, precision: Precision): Values {
  const count = elements(shape);
  if (type === 'FLOAT') return precision === 'single' ? new Float32Array(count) : new Float64Array(count);
  return new INTEGER_VALUES[type](count);
}

/** A tensor whose numbers are computed one by one, in order. */
export function tensorOf(type: TensorType, precision: Precision, valueAt: (index: number) => number): Tensor {
  const data = createValues(type, precision);
  for (let index = 0; index < data.length; index++) data[index] = valueAt(index);
  return { ...type, data };
}

/** The same numbers in another shape. */
export function reshaped({ type, data }: Tensor, shape: readonly number[]): Tensor {
  return { type, shape, data };
}

/** What rounds a result to the precision. */
export function rounding(precision: Precision): (value: number) => number {
  return precision === 'single' ? Math.fround : (value) => value;
}

/** `[1,3,8,8] of UINT8` for messages. */
export function describeTensor({ type, shape }: TensorType): string {
  return `[${shape}] of ${type}`;
}
