import { ByteReader } from '../../core/input/byte-reader.js';
import { bytesOf, concatenate } from '../../core/input/bytes.js';
import { crc32 } from './crc32.js';
import { fromFloat16, toFloat16 } from './float16.js';

const MAGIC = 'QCWF';
const VERSION = 1;
/** Bits of the numbers in a file. */
export type FloatBits = 16 | 32;

/**
 * Reads our own parameter file of layers of real numbers. All numbers are little-endian, floating-point numbers of IEEE 754:
 *
 *     'QCWF', u16 version = 1, u16 bits of a number (16 or 32), u32 tensors
 *     for each tensor: u32 numbers, then the numbers
 *     u32 CRC-32 of everything before it
 *
 * The tensors are those of the layers that have parameters, in order: weights and, where there is one, bias of a convolution or
 * fully connected layer; weights, bias, mean and variance of a batch norm.
 * @throws InputError with the byte offset, where the file is not of this form, damaged, or has a number that is not finite
 */
export function readQcf(bytes: Uint8Array, file: string): Float32Array[] {
  const reader = new ByteReader(bytes, file, 'little');
  const magic = String.fromCharCode(...reader.take(4, 'magic'));
  if (magic !== MAGIC) throw reader.error(`found ${JSON.stringify(magic)}, expected the magic ${MAGIC}`, 0);
  const version = reader.u16('version');
  if (version !== VERSION) throw reader.error(`found version ${version}, allowed: ${VERSION}`, 4);
  const bits = reader.u16('bits of a number');
  if (bits !== 16 && bits !== 32) throw reader.error(`found numbers of ${bits} bits, allowed: 16, 32`, 6);
  const count = reader.u32('number of tensors');
  const tensors: Float32Array[] = [];
  while (tensors.length < count) tensors.push(readTensor(reader, bits, `tensor ${tensors.length}`));
  const found = crc32(bytes.subarray(0, reader.offset));
  const expected = reader.u32('CRC-32');
  if (found !== expected) throw reader.error(`the CRC-32 is ${found}, expected ${expected}: the file is damaged`);
  reader.expectEnd();
  return tensors;
}

function readTensor(reader: ByteReader, bits: FloatBits, name: string): Float32Array {
  const count = reader.u32(name);
  const from = reader.offset;
  const { buffer } = new Uint8Array(reader.take((bits / 8) * count, name));
  const numbers = bits === 32 ? new Float32Array(buffer) : fromFloat16(new Uint16Array(buffer));
  const wrong = numbers.findIndex((value) => !Number.isFinite(value));
  if (wrong < 0) return numbers;
  throw reader.error(`${name}: number ${wrong} is ${numbers[wrong]}, allowed: finite ones`, from + (bits / 8) * wrong);
}

/** The inverse of `readQcf`; with 16 bits, numbers are rounded to the nearest. */
export function writeQcf(tensors: readonly Float32Array[], bits: FloatBits): Uint8Array {
  const pieces = [
    new TextEncoder().encode(MAGIC),
    bytesOf(Uint16Array.of(VERSION, bits)),
    bytesOf(Uint32Array.of(tensors.length)),
    ...tensors.flatMap((numbers) => [
      bytesOf(Uint32Array.of(numbers.length)),
      bytesOf(bits === 16 ? toFloat16(numbers) : numbers),
    ]),
  ];
  const body = concatenate(pieces);
  return concatenate([body, bytesOf(Uint32Array.of(crc32(body)))]);
}
