import { ByteReader } from '../../core/input/byte-reader.js';
import { bytesOf, concatenate } from '../../core/input/bytes.js';
import type { LayerParameters } from '../network.js';
import { packedRowBytes, packRows, unpackRows } from '../packing.js';
import { crc32 } from './crc32.js';

const MAGIC = 'QCWT';
/** Thresholds have 16 bits in version 1, the accumulator width of BNN-PYNQ's machines, and 32 in version 2. */
const VERSIONS = [1, 2];
const WEIGHT_BITS = [1, 2, 4, 8, 16];

/**
 * Reads our own parameter file: the weights and thresholds of every layer, as scripts/train writes them. All numbers
 * are little-endian:
 *
 *     'QCWT', u16 version, u16 layers
 *     for each layer: u32 rows, u32 columns, u16 weight bits, u16 thresholds per row,
 *                     rows of ceil(columns * weight bits / 8) bytes, lane 0 lowest,
 *                     then thresholds, row after row: i16 in version 1, i32 in version 2
 *     u32 CRC-32 of everything before it
 *
 * @throws InputError with the byte offset, where the file is not of this form or damaged
 */
export function readQcw(bytes: Uint8Array, file: string): LayerParameters[] {
  const reader = new ByteReader(bytes, file, 'little');
  const magic = String.fromCharCode(...reader.take(4, 'magic'));
  if (magic !== MAGIC) throw reader.error(`found ${JSON.stringify(magic)}, expected the magic ${MAGIC}`, 0);
  const version = reader.u16('version');
  if (!VERSIONS.includes(version)) throw reader.error(`found version ${version}, allowed: ${VERSIONS.join(', ')}`, 4);
  const layers = reader.u16('number of layers');
  const parameters: LayerParameters[] = [];
  for (let index = 0; index < layers; index++) parameters.push(readLayer(reader, `layer ${index}`, file, version));
  const found = crc32(bytes.subarray(0, reader.offset));
  const expected = reader.u32('CRC-32');
  if (found !== expected) {
    throw reader.error(
      `the CRC-32 is ${hex(found)}, expected ${hex(expected)}: the file is damaged`,
      reader.offset - 4,
    );
  }
  reader.expectEnd();
  return parameters;
}

function readLayer(reader: ByteReader, name: string, file: string, version: number): LayerParameters {
  const start = reader.offset;
  const [rows, columns] = [reader.u32(name), reader.u32(name)];
  const [bits, thresholdsPerRow] = [reader.u16(name), reader.u16(name)];
  if (rows === 0 || columns === 0)
    throw reader.error(`${name} is ${rows} x ${columns}, allowed: at least 1 x 1`, start);
  if (!WEIGHT_BITS.includes(bits)) {
    throw reader.error(`${name} has weights of ${bits} bits, allowed: ${WEIGHT_BITS.join(', ')}`, start + 8);
  }
  const weightBytes = reader.take(rows * packedRowBytes(columns, bits), `${name}, weights`);
  const thresholdBytes = reader.take(rows * thresholdsPerRow * 2 * version, `${name}, thresholds`);
  const words = new Uint8Array(thresholdBytes).buffer;
  return {
    weights: unpackRows(weightBytes, rows, columns, bits, `${file}, ${name}`),
    thresholds: version === 1 ? Int32Array.from(new Int16Array(words)) : new Int32Array(words),
  };
}

/** The inverse of `readQcw`: in version 1 where all thresholds fit. */
export function writeQcw(parameters: readonly LayerParameters[]): Uint8Array {
  const areNarrow = parameters.every(({ thresholds }) => thresholds.every((value) => value === (value << 16) >> 16));
  const version = areNarrow ? 1 : 2;
  const pieces = [new TextEncoder().encode(MAGIC), bytesOf(Uint16Array.of(version, parameters.length))];
  for (const { weights, thresholds } of parameters) {
    const { rows, columns, bits } = weights;
    pieces.push(bytesOf(Uint32Array.of(rows, columns)), bytesOf(Uint16Array.of(bits, thresholds.length / rows)));
    pieces.push(packRows(weights), bytesOf(areNarrow ? Int16Array.from(thresholds) : thresholds));
  }
  const body = concatenate(pieces);
  return concatenate([body, bytesOf(Uint32Array.of(crc32(body)))]);
}

function hex(value: number): string {
  return value.toString(16).padStart(8, '0');
}
