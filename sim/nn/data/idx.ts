import { ByteReader } from '../../core/input/byte-reader.js';
import { concatenate } from '../../core/input/bytes.js';

const UNSIGNED_BYTE = 8;

/** Unsigned bytes of any shape: the pictures (idx3: count, height, width) and labels (idx1: count) of MNIST. */
export interface IdxArray {
  readonly shape: readonly number[];
  /** Row-major. */
  readonly data: Uint8Array;
}

/**
 * Reads an idx file of unsigned bytes: u8 0, u8 0, u8 8 (the type), u8 dimensions, a big-endian u32 for each dimension,
 * then the bytes (http://yann.lecun.com/exdb/mnist). `data` is a view of `bytes`.
 * @param dimensions how many the file must have, where it matters
 * @throws InputError with what was found and expected, where the file is not of this form
 */
export function readIdx(bytes: Uint8Array, file: string, dimensions?: number): IdxArray {
  const reader = new ByteReader(bytes, file, 'big');
  const magic = reader.u32('magic');
  const rank = magic & 0xff;
  if (magic >>> 8 !== UNSIGNED_BYTE || rank === 0) {
    throw reader.error(`found the magic ${hex(magic)}, expected ${hex(UNSIGNED_BYTE * 256 + (dimensions ?? 3))}`, 0);
  }
  if (dimensions !== undefined && rank !== dimensions) {
    throw reader.error(`found ${rank} dimensions, expected ${dimensions}`, 3);
  }
  const shape = Array.from({ length: rank }, (_, index) => reader.u32(`size of dimension ${index}`));
  const empty = shape.indexOf(0);
  if (empty >= 0) throw reader.error(`dimension ${empty} is 0, allowed: at least 1`, 4 + 4 * empty);
  const data = reader.take(
    shape.reduce((product, size) => product * size, 1),
    `data of ${shape.join(' x ')}`,
  );
  reader.expectEnd();
  return { shape, data };
}

/** The inverse of `readIdx`. */
export function writeIdx({ shape, data }: IdxArray): Uint8Array {
  const header = new DataView(new ArrayBuffer(4 + 4 * shape.length));
  header.setUint32(0, UNSIGNED_BYTE * 256 + shape.length);
  shape.forEach((size, index) => {
    header.setUint32(4 + 4 * index, size);
  });
  return concatenate([new Uint8Array(header.buffer), data]);
}

function hex(magic: number): string {
  return magic.toString(16).padStart(8, '0');
}
