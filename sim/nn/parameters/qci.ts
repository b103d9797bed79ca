import { ByteReader } from '../../core/input/byte-reader.js';
import { bytesOf, concatenate } from '../../core/input/bytes.js';
import type { IntegerParameters } from '../integer-layers.js';
import { crc32 } from './crc32.js';

const MAGIC = 'QCWI';
const VERSION = 1;
/** What multipliers a layer has: none, integers of 32 bits, or 32-bit floating-point numbers. */
const MULTIPLIERS = ['none', 'integers', 'floats'] as const;

/**
 * Reads our own parameter file of layers of integers. All numbers are little-endian:
 *
 *     'QCWI', u16 version = 1, u16 layers
 *     for each layer: u32 rows, u32 columns, u32 kind of multipliers (0 none, 1 i32, 2 f32),
 *                     rows x columns i8 weights, row after row, then rows i32 biases, then rows multipliers
 *     u32 CRC-32 of everything before it
 *
 * @throws InputError with the byte offset, where the file is not of this form or damaged
 */
export function readQci(bytes: Uint8Array, file: string): IntegerParameters[] {
  const reader = new ByteReader(bytes, file, 'little');
  const magic = String.fromCharCode(...reader.take(4, 'magic'));
  if (magic !== MAGIC) throw reader.error(`found ${JSON.stringify(magic)}, expected the magic ${MAGIC}`, 0);
  const version = reader.u16('version');
  if (version !== VERSION) throw reader.error(`found version ${version}, allowed: ${VERSION}`, 4);
  const layers = reader.u16('number of layers');
  const parameters = Array.from({ length: layers }, (_, index) => readLayer(reader, `layer ${index}`));
  const found = crc32(bytes.subarray(0, reader.offset));
  const expected = reader.u32('CRC-32');
  if (found !== expected) throw reader.error(`the CRC-32 is ${found}, expected ${expected}: the file is damaged`);
  reader.expectEnd();
  return parameters;
}

function readLayer(reader: ByteReader, name: string): IntegerParameters {
  const [rows, columns, kind] = [reader.u32(name), reader.u32(name), reader.u32(name)];
  const multipliers = MULTIPLIERS[kind];
  if (multipliers === undefined) throw reader.error(`${name} has multipliers of kind ${kind}, allowed: 0, 1, 2`);
  const words = (what: string, count: number) => new Uint8Array(reader.take(4 * count, `${name}, ${what}`)).buffer;
  const weights = new Int8Array(new Uint8Array(reader.take(rows * columns, `${name}, weights`)).buffer);
  const bias = new Int32Array(words('biases', rows));
  const factors = words('multipliers', multipliers === 'none' ? 0 : rows);
  return { weights, bias, multipliers: multipliers === 'floats' ? new Float32Array(factors) : new Int32Array(factors) };
}

/** The inverse of `readQci`. */
export function writeQci(parameters: readonly IntegerParameters[]): Uint8Array {
  const pieces = [new TextEncoder().encode(MAGIC), bytesOf(Uint16Array.of(VERSION, parameters.length))];
  for (const { weights, bias, multipliers } of parameters) {
    const numbers = multipliers instanceof Float32Array ? 'floats' : 'integers';
    const kind = MULTIPLIERS.indexOf(multipliers.length === 0 ? 'none' : numbers);
    pieces.push(bytesOf(Uint32Array.of(bias.length, weights.length / bias.length, kind)));
    pieces.push(bytesOf(weights), bytesOf(bias), bytesOf(multipliers));
  }
  const body = concatenate(pieces);
  return concatenate([body, bytesOf(Uint32Array.of(crc32(body)))]);
}
