import { readBytes } from '../../core/input/file.js';
import { inflateIfGzipped } from '../../core/input/gzip.js';
import { type IdxArray, readIdx } from './idx.js';

/**
 * An idx file, gzipped or not.
 * @param dimensions how many it must have: 3 for pictures, 1 for labels
 * @throws InputError where it cannot be read or is not of this form
 */
export function loadIdx(file: string, dimensions?: number): IdxArray {
  return readIdx(inflateIfGzipped(readBytes(file), file), file, dimensions);
}
