import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { asInputError, readBytes } from '../../core/input/file.js';
import { isFolder } from '../../core/input/folder.js';
import { inflateIfGzipped } from '../../core/input/gzip.js';
import type { Folding } from '../folding.js';
import type { IntegerParameters } from '../integer-layers.js';
import type { LayerParameters, Network } from '../network.js';
import { type BnnPynqSet, importBnnPynq } from './bnn-pynq.js';
import { importGap8 } from './gap8.js';
import { importQnnMo, type ParameterPass } from './qnn-mo-pynq.js';
import { readTar } from './tar.js';

/**
 * The parameter set of BNN-PYNQ in a folder or a .tar archive, plain or gzipped.
 * @throws InputError as `importBnnPynq` does, and where the files cannot be read
 */
export function loadBnnPynq(path: string, network: Network, foldings: readonly Folding[]): BnnPynqSet {
  return importBnnPynq(readFiles(path, /^(\d+-\d+-(weights|thres)\.bin|classes\.txt)$/), network, foldings, path);
}

/**
 * The parameters of QNN-MO-PYNQ in a folder or a .tar archive, of each layer that has a matrix.
 * @throws InputError as `importQnnMo` does, and where the files cannot be read
 */
export function loadQnnMo(
  path: string,
  network: Network,
  passes: readonly ParameterPass[],
  firstIndex?: number,
): LayerParameters[] {
  return importQnnMo(readFiles(path, /\.bin$/), network, passes, path, firstIndex);
}

/** The folder that MobilenetV1_Pytorch dumps to, and packs. */
const GAP8_DUMP = 'binFiles';

/**
 * The parameters that MobilenetV1_Pytorch dumps for GAP8, in a folder, in `binFiles` in it, or in a .tar archive, plain or
 * gzipped, of each layer of integers that has weights.
 * @throws InputError as `importGap8` does, and where the files cannot be read
 */
export function loadGap8(path: string, network: Network): IntegerParameters[] {
  const dump = join(path, GAP8_DUMP);
  const source = isFolder(path) && isFolder(dump) ? dump : path;
  return importGap8(readFiles(source, /^L\d+_(weight|bias|M0)_L3\.bin$/), network, source);
}

/** The files of an archive, or those of a folder whose names match. */
function readFiles(path: string, names: RegExp): Map<string, Uint8Array> {
  return isFolder(path) ? readFolder(path, names) : readTar(inflateIfGzipped(readBytes(path), path), path);
}

function readFolder(path: string, names: RegExp): Map<string, Uint8Array> {
  try {
    const found = readdirSync(path).filter((name) => names.test(name));
    return new Map(found.map((name) => [name, readBytes(join(path, name))]));
  } catch (error) {
    throw asInputError(error, path);
  }
}
