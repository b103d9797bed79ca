import { ByteReader } from '../../core/input/byte-reader.js';
import { bytesOf, concatenate } from '../../core/input/bytes.js';
import { showName } from '../../core/input/show.js';

/** The element types that can be held; the type of the array is the type in the file. */
export type NpyData =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array;

export interface NpyArray {
  /** Empty for a single number. */
  readonly shape: readonly number[];
  /** Row-major (C order). */
  readonly data: NpyData;
}

/** How an array lies in bytes. */
export interface ArrayLayout {
  /** Type of the elements as numpy writes it: `<f4`. */
  readonly descr: string;
  /** Whether the first index is the one that changes from element to element. */
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
}

const MAGIC = '\x93NUMPY';
const HEADER_ALIGNMENT = 64;
/** As many as numpy allows. */
const MAX_DIMENSIONS = 64;
const TYPES = {
  '|u1': Uint8Array,
  '|i1': Int8Array,
  '<u2': Uint16Array,
  '<i2': Int16Array,
  '<u4': Uint32Array,
  '<i4': Int32Array,
  '<i8': BigInt64Array,
  '<f4': Float32Array,
  '<f8': Float64Array,
};

/** Whether a file begins as .npy files do. */
export function isNpy(bytes: Uint8Array): boolean {
  return String.fromCharCode(...bytes.subarray(0, MAGIC.length)) === MAGIC;
}

/**
 * Reads a .npy file of version 1 or 2 (numpy.lib.format), little-endian. Fortran order becomes C order, and integers of
 * 64 bits become integers of 32 bits.
 * @throws InputError with the byte offset, where the file is of another form or type, or a 64-bit value does not fit
 */
export function readNpy(bytes: Uint8Array, file: string): NpyArray {
  const reader = new ByteReader(bytes, file, 'little');
  const { layout, offset } = readNpyHeader(reader);
  const what = `data of ${layout.shape.join(' x ')}`;
  const array = decodeArray(
    layout,
    (count) => reader.take(count, what),
    (problem) => reader.error(problem, offset),
  );
  reader.expectEnd();
  return array;
}

/**
 * Reads the header of a .npy file and leaves the reader at the first byte after it.
 * @returns also where the header's text begins
 * @throws InputError where the file is no .npy file of version 1 or 2
 */
export function readNpyHeader(reader: ByteReader): { readonly layout: ArrayLayout; readonly offset: number } {
  if (!isNpy(reader.take(MAGIC.length, 'magic'))) {
    throw reader.error('not a .npy file: it does not begin with \\x93NUMPY', 0);
  }
  const version = reader.u16('version') & 0xff;
  if (version !== 1 && version !== 2) throw reader.error(`found version ${version}, allowed: 1, 2`, MAGIC.length);
  const length = version === 1 ? reader.u16('header length') : reader.u32('header length');
  const { offset } = reader;
  const header = new TextDecoder('latin1').decode(reader.take(length, 'header'));
  const order = /'fortran_order': *(True|False)/.exec(header)?.[1];
  const sizes = /'shape': *\(([\d, ]*)\)/.exec(header)?.[1];
  if (order === undefined) throw reader.error('the header has no fortran_order of True or False', offset);
  if (sizes === undefined) throw reader.error('the header has no shape', offset);
  const layout = {
    descr: /'descr': *'([^']*)'/.exec(header)?.[1] ?? '',
    fortranOrder: order === 'True',
    shape: [...sizes.matchAll(/\d+/g)].map(([digits]) => Number(digits)),
  };
  return { layout, offset };
}

/**
 * The array that lies in bytes; copied, in C order.
 * @param take gives as many bytes as asked for, which are all of the array, or throws
 * @param refuse makes the error for an array that cannot be held
 */
export function decodeArray(
  { descr, fortranOrder, shape }: ArrayLayout,
  take: (count: number) => Uint8Array,
  refuse: (problem: string) => Error,
): NpyArray {
  if (!Object.hasOwn(TYPES, descr)) {
    throw refuse(`found the type ${showName(descr)}, allowed: ${Object.keys(TYPES).join(', ')}`);
  }
  if (shape.length > MAX_DIMENSIONS) throw refuse(`${shape.length} dimensions, allowed: at most ${MAX_DIMENSIONS}`);
  const ArrayType = TYPES[descr as keyof typeof TYPES];
  const count = shape.reduce((product, size) => product * size, 1);
  const raw = new ArrayType(new Uint8Array(take(count * ArrayType.BYTES_PER_ELEMENT)).buffer);
  const data = raw instanceof BigInt64Array ? narrow(raw, refuse) : raw;
  return { shape, data: fortranOrder ? toRowMajor(data, shape) : data };
}

function narrow(data: BigInt64Array, refuse: (problem: string) => Error): Int32Array {
  const wide = data.find((value) => value !== BigInt.asIntN(32, value));
  if (wide !== undefined) throw refuse(`the 64-bit value ${wide} does not fit 32 bits`);
  return Int32Array.from(data, Number);
}

function toRowMajor(columnMajor: NpyData, shape: readonly number[]): NpyData {
  const data = columnMajor.slice();
  for (let target = 0; target < data.length; target++) {
    let source = 0;
    let rest = target;
    let stride = data.length;
    for (let dimension = shape.length - 1; dimension >= 0; dimension--) {
      const size = shape[dimension];
      stride /= size;
      source += (rest % size) * stride;
      rest = Math.floor(rest / size);
    }
    data[target] = columnMajor[source];
  }
  return data;
}

/** A .npy file of version 1. */
export function writeNpy({ shape, data }: NpyArray): Uint8Array {
  const descr = Object.entries(TYPES).find(([, ArrayType]) => data instanceof ArrayType)?.[0];
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const header = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${sizes}), }`;
  const prefixLength = MAGIC.length + 4;
  const length = Math.ceil((prefixLength + header.length + 1) / HEADER_ALIGNMENT) * HEADER_ALIGNMENT - prefixLength;
  return concatenate([
    Uint8Array.from(MAGIC, (character) => character.charCodeAt(0)),
    Uint8Array.of(1, 0, length & 0xff, length >>> 8),
    new TextEncoder().encode(`${header.padEnd(length - 1)}\n`),
    bytesOf(data),
  ]);
}
