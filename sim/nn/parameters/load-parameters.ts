import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { asInputError, readBytes } from '../../core/input/file.js';
import type { Folding } from '../folding.js';
import type { Network } from '../network.js';
import { type BnnPynqSet, importBnnPynq } from './bnn-pynq.js';
import { readTar } from './tar.js';

/**
 * The parameter set of BNN-PYNQ in a folder or a .tar archive.
 * @throws InputError as `importBnnPynq` does, and where the files cannot be read
 */
export function loadBnnPynq(path: string, network: Network, foldings: readonly Folding[]): BnnPynqSet {
  const files = isFolder(path) ? readFolder(path) : readTar(readBytes(path), path);
  return importBnnPynq(files, network, foldings, path);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function readFolder(path: string): Map<string, Uint8Array> {
  try {
    const names = readdirSync(path).filter((name) => /^(\d+-\d+-(weights|thres)\.bin|classes\.txt)$/.test(name));
    return new Map(names.map((name) => [name, readBytes(join(path, name))]));
  } catch (error) {
    throw asInputError(error, path);
  }
}
