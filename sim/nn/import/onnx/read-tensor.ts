import { showName } from '../../../core/input/show.js';
import type { Message } from './message.js';
import { ELEMENT_TYPE_NAME, type Field, TENSOR } from './schema.js';
import type { ElementType, Tensor, Values } from './tensor.js';

/** How the numbers of a type lie in the file: their bytes in raw data, and the field that they have else. */
interface Storage {
  readonly type: ElementType;
  readonly bytes: number;
  readonly typed: Field;
  readonly create: (count: number) => Values;
  /** A number in raw data. */
  readonly read: (view: DataView, offset: number) => number;
  /** A number of the typed field, where it is not there as it is. */
  readonly convert?: (value: number) => number;
}

const STORAGE: Readonly<Record<string, Storage>> = {
  FLOAT: {
    ...{ type: 'FLOAT', bytes: 4, typed: TENSOR.float_data, create: (count) => new Float32Array(count) },
    read: (view, offset) => view.getFloat32(offset, true),
  },
  DOUBLE: {
    ...{ type: 'FLOAT', bytes: 8, typed: TENSOR.double_data, create: (count) => new Float32Array(count) },
    read: (view, offset) => view.getFloat64(offset, true),
  },
  FLOAT16: {
    ...{ type: 'FLOAT', bytes: 2, typed: TENSOR.int32_data, create: (count) => new Float32Array(count) },
    read: (view, offset) => halfPrecision(view.getUint16(offset, true)),
    convert: halfPrecision,
  },
  BFLOAT16: {
    ...{ type: 'FLOAT', bytes: 2, typed: TENSOR.int32_data, create: (count) => new Float32Array(count) },
    read: (view, offset) => highHalf(view.getUint16(offset, true)),
    convert: highHalf,
  },
  INT8: {
    ...{ type: 'INT8', bytes: 1, typed: TENSOR.int32_data, create: (count) => new Int8Array(count) },
    read: (view, offset) => view.getInt8(offset),
  },
  UINT8: {
    ...{ type: 'UINT8', bytes: 1, typed: TENSOR.int32_data, create: (count) => new Uint8Array(count) },
    read: (view, offset) => view.getUint8(offset),
  },
  BOOL: {
    ...{ type: 'BOOL', bytes: 1, typed: TENSOR.int32_data, create: (count) => new Uint8Array(count) },
    read: (view, offset) => view.getUint8(offset),
  },
  INT16: {
    ...{ type: 'INT16', bytes: 2, typed: TENSOR.int32_data, create: (count) => new Int16Array(count) },
    read: (view, offset) => view.getInt16(offset, true),
  },
  UINT16: {
    ...{ type: 'UINT16', bytes: 2, typed: TENSOR.int32_data, create: (count) => new Uint16Array(count) },
    read: (view, offset) => view.getUint16(offset, true),
  },
  INT32: {
    ...{ type: 'INT32', bytes: 4, typed: TENSOR.int32_data, create: (count) => new Int32Array(count) },
    read: (view, offset) => view.getInt32(offset, true),
  },
  UINT32: {
    ...{ type: 'UINT32', bytes: 4, typed: TENSOR.uint64_data, create: (count) => new Uint32Array(count) },
    read: (view, offset) => view.getUint32(offset, true),
  },
  INT64: {
    ...{ type: 'INT64', bytes: 8, typed: TENSOR.int64_data, create: (count) => new Float64Array(count) },
    read: (view, offset) => Number(view.getBigInt64(offset, true)),
  },
};

/** More dimensions than any tensor of pictures has. */
const MAX_DIMENSIONS = 8;

/**
 * A constant of the file, with its name.
 * @throws InputError where its numbers lie in another file, are of a type that is not computed, or are not as many as its shape
 */
export function readTensor(message: Message): { readonly name: string; readonly tensor: Tensor } {
  const name = message.string(TENSOR.name);
  const fail = (problem: string) => message.error(`tensor ${showName(name)}: ${problem}`);
  if (message.int32(TENSOR.data_location) !== 0 || message.has(TENSOR.external_data)) {
    throw fail('its numbers lie in another file, allowed: numbers in the model itself');
  }
  if (message.has(TENSOR.segment)) throw fail('it is a segment of a tensor, allowed: whole tensors');
  const storage = storageOf(message.int32(TENSOR.data_type));
  if (storage === undefined) {
    throw fail(
      `found ${elementTypeName(message.int32(TENSOR.data_type))}, allowed: ${Object.keys(STORAGE).join(', ')}`,
    );
  }
  const shape = message.int64s(TENSOR.dims);
  if (shape.length > MAX_DIMENSIONS || shape.some((size) => size < 0)) {
    throw fail(`found the shape [${shape.slice(0, MAX_DIMENSIONS + 1)}]`);
  }
  const count = shape.reduce((product, size) => product * size, 1);
  const data = readRaw(message, storage, count, fail) ?? readTyped(message, storage, count, fail);
  return { name, tensor: { type: storage.type, shape, data } };
}

function readRaw(message: Message, storage: Storage, count: number, fail: Fail): Values | undefined {
  const raw = message.data(TENSOR.raw_data);
  if (raw === undefined) return undefined;
  if (raw.length !== count * storage.bytes) {
    throw fail(`found ${raw.length} bytes, expected ${count * storage.bytes} (${count} numbers)`);
  }
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const values = storage.create(count);
  for (let index = 0; index < count; index++) values[index] = storage.read(view, index * storage.bytes);
  return checked(storage, values, fail);
}

function readTyped(message: Message, storage: Storage, count: number, fail: Fail): Values {
  const { typed, convert } = storage;
  const found = numbersOf(message, typed);
  if (found.length !== count) throw fail(`found ${found.length} numbers in ${typed.name}, expected ${count}`);
  const values = storage.create(count);
  values.set(convert === undefined ? found : found.map(convert));
  return checked(storage, values, fail);
}

function checked({ type }: Storage, values: Values, fail: Fail): Values {
  if (type !== 'INT64') return values;
  const wide = values.find((value) => !Number.isSafeInteger(value));
  if (wide !== undefined) throw fail(`found ${wide}, allowed: integers up to 2^53`);
  return values;
}

function numbersOf(message: Message, typed: Field): number[] {
  switch (typed) {
    case TENSOR.float_data:
      return message.floats(typed);
    case TENSOR.double_data:
      return message.doubles(typed);
    case TENSOR.int64_data:
      return message.int64s(typed);
    case TENSOR.uint64_data:
      return message.uint64s(typed);
    default:
      return message.int32s(typed);
  }
}

/** Makes the error to throw. */
type Fail = (problem: string) => Error;

function storageOf(number: number): Storage | undefined {
  return STORAGE[elementTypeName(number)];
}

export function elementTypeName(number: number): string {
  return ELEMENT_TYPE_NAME[number] ?? `type ${number}`;
}

/** The type that tensors of an element type are computed in; undefined where there is none. */
export function elementType(number: number): ElementType | undefined {
  return storageOf(number)?.type;
}

/** A floating-point number of 16 bits: IEEE 754 binary16. */
function halfPrecision(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** A floating-point number of which the file has the high half: bfloat16. */
function highHalf(bits: number): number {
  return new Float32Array(Uint32Array.of(bits << 16).buffer)[0];
}
