import { mkdirSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { asInputError, readBytes } from '../core/input/file.js';
import { writeFileWhole } from '../core/input/write-file.js';
import type { Network } from '../nn/network.js';

export interface ImportNetworkOptions {
  /** Folder for the network file and its parameters; made where it is not there. */
  readonly out: string;
  /** Name of the network. Default: that of the file, without what a name cannot have. */
  readonly name?: string;
  /** Part of a photo that is cut out of its middle, where the network reads pictures in colour. */
  readonly centralCrop: number;
}

/** A network that was imported, and the files that were written. */
export interface ImportResult {
  readonly network: Network;
  readonly files: readonly string[];
}

/**
 * Imports a TensorFlow Lite model (docs/import.md): writes `<name>.yaml` and `<name>.qci`.
 * @throws InputError where the model cannot be read or imported, or the files cannot be written
 */
export async function importNetwork(file: string, options: ImportNetworkOptions): Promise<ImportResult> {
  const { out, centralCrop, name = nameOf(file) } = options;
  const { importTflite } = await import('../nn/import/tflite/import-tflite.js');
  const { yaml, extension, parameters, network } = importTflite(readBytes(file), file, { name, centralCrop });
  try {
    mkdirSync(out, { recursive: true });
  } catch (error) {
    throw asInputError(error, out);
  }
  const files = [join(out, `${name}.yaml`), join(out, `${name}.${extension}`)];
  await writeFileWhole(files[0], yaml);
  await writeFileWhole(files[1], parameters);
  return { network, files };
}

/** Longest name of a network. */
const MAX_NAME = 64;

function nameOf(file: string): string {
  const plain = basename(file, extname(file))
    .replace(/[^\w.-]/g, '-')
    .replace(/^[^A-Za-z0-9_]+/, '');
  return plain.slice(0, MAX_NAME) || 'imported';
}
