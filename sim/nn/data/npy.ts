import { ByteReader } from '../../core/input/byte-reader.js';
import { bytesOf, concatenate } from '../../core/input/bytes.js';
import { showName } from '../../core/input/show.js';

/** The element types that can be held; the type of the array is the type in the file. */
export type NpyData = Uint8Array | Int8Array | Int16Array | Int32Array | Float32Array | Float64Array;

export interface NpyArray {
  /** Empty for a single number. */
  readonly shape: readonly number[];
  /** Row-major (C order). */
  readonly data: NpyData;
}

const MAGIC = '\x93NUMPY';
const HEADER_ALIGNMENT = 64;
const TYPES = {
  '|u1': Uint8Array,
  '|i1': Int8Array,
  '<i2': Int16Array,
  '<i4': Int32Array,
  '<i8': BigInt64Array,
  '<f4': Float32Array,
  '<f8': Float64Array,
};

/**
 * Reads a .npy file of version 1 or 2 (numpy.lib.format), little-endian and in C order. Integers of 64 bits become
 * integers of 32 bits.
 * @throws InputError with the byte offset, where the file is of another form or type, or a 64-bit value does not fit
 */
export function readNpy(bytes: Uint8Array, file: string): NpyArray {
  const reader = new ByteReader(bytes, file, 'little');
  const magic = String.fromCharCode(...reader.take(6, 'magic'));
  if (magic !== MAGIC) throw reader.error('not a .npy file: it does not begin with \\x93NUMPY', 0);
  const version = reader.u16('version') & 0xff;
  if (version !== 1 && version !== 2) throw reader.error(`found version ${version}, allowed: 1, 2`, 6);
  const headerLength = version === 1 ? reader.u16('header length') : reader.u32('header length');
  const headerStart = reader.offset;
  const header = new TextDecoder('latin1').decode(reader.take(headerLength, 'header'));
  const problem = (text: string) => reader.error(text, headerStart);

  const descr = /'descr': *'([^']*)'/.exec(header)?.[1] ?? '';
  const order = /'fortran_order': *(True|False)/.exec(header)?.[1];
  const sizes = /'shape': *\(([\d, ]*)\)/.exec(header)?.[1];
  if (!Object.hasOwn(TYPES, descr))
    throw problem(`found the type ${showName(descr)}, allowed: ${Object.keys(TYPES).join(', ')}`);
  if (order !== 'False') throw problem('not in C order (fortran_order must be False)');
  if (sizes === undefined) throw problem('the header has no shape');
  const shape = [...sizes.matchAll(/\d+/g)].map(([digits]) => Number(digits));
  const ArrayType = TYPES[descr as keyof typeof TYPES];
  const count = shape.reduce((product, size) => product * size, 1);
  const content = reader.take(count * ArrayType.BYTES_PER_ELEMENT, `data of ${shape.join(' x ')}`);
  reader.expectEnd();
  const data = new ArrayType(new Uint8Array(content).buffer);
  return { shape, data: data instanceof BigInt64Array ? narrow(data, problem) : data };
}

function narrow(data: BigInt64Array, problem: (text: string) => Error): Int32Array {
  const wide = data.find((value) => value !== BigInt.asIntN(32, value));
  if (wide !== undefined) throw problem(`the 64-bit value ${wide} does not fit 32 bits`);
  return Int32Array.from(data, Number);
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
