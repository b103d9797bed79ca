/**
 * How the codes of a tensor are read as numbers.
 * - `bipolar`: one bit, 0 means -1 and 1 means +1.
 * - `signed`: two's complement; `narrow` leaves out the most negative code, as QONNX does.
 * - `unsigned`: plain binary.
 * A real value is `scale` times the integer.
 */
export interface DataType {
  readonly bits: number;
  readonly encoding: 'bipolar' | 'signed' | 'unsigned';
  readonly narrow: boolean;
  readonly scale: number;
}

export const BIPOLAR: DataType = { bits: 1, encoding: 'bipolar', narrow: false, scale: 1 };
export const BIT: DataType = { bits: 1, encoding: 'unsigned', narrow: false, scale: 1 };
/** Two's complement on two bits without -2: the activations -1, 0 and +1 of the A2 networks. */
export const TERNARY: DataType = { bits: 2, encoding: 'signed', narrow: true, scale: 1 };

/** Smallest and largest integer value of a type. */
export function valueRange(type: DataType): { readonly min: number; readonly max: number } {
  switch (type.encoding) {
    case 'bipolar':
      return { min: -1, max: 1 };
    case 'signed':
      return { min: -(2 ** (type.bits - 1)) + (type.narrow ? 1 : 0), max: 2 ** (type.bits - 1) - 1 };
    case 'unsigned':
      return { min: 0, max: 2 ** type.bits - 1 };
  }
}

/** Number of thresholds that a multi-threshold activation of this type has: one fewer than it has values. */
export function thresholdCount(type: DataType): number {
  if (type.encoding === 'bipolar') return 1;
  const { min, max } = valueRange(type);
  return max - min;
}

/** Integer value of a code (the low `bits` bits). */
export function decodeValue(type: DataType, code: number): number {
  switch (type.encoding) {
    case 'bipolar':
      return code === 0 ? -1 : 1;
    case 'signed':
      return code >= 2 ** (type.bits - 1) ? code - 2 ** type.bits : code;
    case 'unsigned':
      return code;
  }
}

/** Code (the low `bits` bits) of an integer value inside the type's range. */
export function encodeValue(type: DataType, value: number): number {
  switch (type.encoding) {
    case 'bipolar':
      return value > 0 ? 1 : 0;
    case 'signed':
      return value < 0 ? value + 2 ** type.bits : value;
    case 'unsigned':
      return value;
  }
}

/** `1-bit bipolar`, `2-bit signed`: for messages and tables. */
export function describeType(type: DataType): string {
  return `${type.bits}-bit ${type.encoding}`;
}
