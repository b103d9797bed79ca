import { join } from 'node:path';
import { readBytes } from '../../../core/input/file.js';
import { isFolder } from '../../../core/input/folder.js';
import { inflateIfGzipped } from '../../../core/input/gzip.js';
import { InputError } from '../../../core/input/input-error.js';
import { type NpyArray, readNpy } from '../../data/npy.js';
import type { NamedArrays } from './named-arrays.js';
import { readPickledArrays } from './pickle.js';

const BZIP2 = 'BZh';

/**
 * Arrays by their names, in one of two forms:
 * - a file: a pickled dict of arrays, as the original ships them (facts/qnn-mo-pynq.md section 5), also gzipped;
 * - a folder: a file `<prefix><name>.npy` for each name, in which `-` stands for `/`: `fc0-Wn.npy` for `fc0/Wn`.
 * @param names those that are read from a folder; a file gives all of its own
 * @throws InputError where files cannot be read, are of another form, or are compressed with bzip2
 */
export function loadArrays(path: string, names: readonly string[], prefix = ''): NamedArrays {
  return { file: path, arrays: isFolder(path) ? readFolder(path, names, prefix) : readFile(path) };
}

function readFolder(folder: string, names: readonly string[], prefix: string): Map<string, NpyArray> {
  const read = (name: string): [string, NpyArray] => {
    const file = join(folder, `${prefix}${name.replaceAll('/', '-')}.npy`);
    return [name, readNpy(readBytes(file), file)];
  };
  return new Map(names.map(read));
}

function readFile(file: string): Map<string, NpyArray> {
  const bytes = inflateIfGzipped(readBytes(file), file);
  if (String.fromCharCode(...bytes.subarray(0, BZIP2.length)) === BZIP2) {
    throw new InputError('compressed with bzip2, which is not read: unpack it with bunzip2 first', { file });
  }
  return readPickledArrays(bytes, file);
}
