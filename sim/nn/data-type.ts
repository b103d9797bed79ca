/**
 * How the codes of a tensor are read as numbers.
 * - `bipolar`: one bit, 0 means -1 and 1 means +1.
 * - `signed`: two's complement; `narrow` leaves out the most negative code, as QONNX does.
 * - `unsigned`: plain binary.
 * - `float`: a floating-point number of IEEE 754 with 32 bits, without scale and zero point; its value is a real number.
 * The integer value of a code is what it reads as less the zero point, so that the real number 0 is the integer 0. A real value
 * is `scale` times the integer.
 */
export interface DataType {
  readonly bits: number;
  readonly encoding: 'bipolar' | 'signed' | 'unsigned' | 'float';
  readonly narrow: boolean;
  readonly scale: number;
  /** Code of the real number 0; 0 where absent. Never of a bipolar type. */
  readonly zeroPoint?: number;
}

export const BIPOLAR = { bits: 1, encoding: 'bipolar', narrow: false, scale: 1 } as const satisfies DataType;
export const BIT: DataType = { bits: 1, encoding: 'unsigned', narrow: false, scale: 1 };
/** Two's complement on two bits without -2: the activations -1, 0 and +1 of the A2 networks. */
export const TERNARY: DataType = { bits: 2, encoding: 'signed', narrow: true, scale: 1 };
/** Real numbers, as layers of real numbers have them. */
export const FLOAT: DataType = { bits: 32, encoding: 'float', narrow: false, scale: 1 };

/** Smallest and largest value of a type. */
export function valueRange(type: DataType): { readonly min: number; readonly max: number } {
  switch (type.encoding) {
    case 'bipolar':
      return { min: -1, max: 1 };
    case 'signed':
      return around(type, -(2 ** (type.bits - 1)) + (type.narrow ? 1 : 0), 2 ** (type.bits - 1) - 1);
    case 'unsigned':
      return around(type, 0, 2 ** type.bits - 1);
    case 'float':
      return { min: -Infinity, max: Infinity };
  }
}

function around({ zeroPoint = 0 }: DataType, min: number, max: number): { readonly min: number; readonly max: number } {
  return { min: min - zeroPoint, max: max - zeroPoint };
}

/** Number of thresholds that a multi-threshold activation of this type has: one fewer than it has values. */
export function thresholdCount(type: DataType): number {
  if (type.encoding === 'bipolar') return 1;
  const { min, max } = valueRange(type);
  return max - min;
}

/** Value of a code (the low `bits` bits). */
export function decodeValue(type: DataType, code: number): number {
  switch (type.encoding) {
    case 'bipolar':
      return code === 0 ? -1 : 1;
    case 'signed':
      return (code >= 2 ** (type.bits - 1) ? code - 2 ** type.bits : code) - (type.zeroPoint ?? 0);
    case 'unsigned':
      return code - (type.zeroPoint ?? 0);
    case 'float':
      return new Float32Array(Uint32Array.of(code).buffer)[0];
  }
}

/** Code (the low `bits` bits) of a value inside the type's range. */
export function encodeValue(type: DataType, value: number): number {
  switch (type.encoding) {
    case 'bipolar':
      return value > 0 ? 1 : 0;
    case 'signed': {
      const read = value + (type.zeroPoint ?? 0);
      return read < 0 ? read + 2 ** type.bits : read;
    }
    case 'unsigned':
      return value + (type.zeroPoint ?? 0);
    case 'float':
      return new Uint32Array(Float32Array.of(value).buffer)[0];
  }
}

/** `1-bit bipolar`, `2-bit signed`: for messages and tables. */
export function describeType(type: DataType): string {
  return `${type.bits}-bit ${type.encoding}`;
}
