import { mkdirSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { asInputError, readBytes } from '../core/input/file.js';
import { InputError } from '../core/input/input-error.js';
import { showName } from '../core/input/show.js';
import { writeFileWhole } from '../core/input/write-file.js';
import type { ImportedNetwork } from '../nn/import/imported-network.js';
import type { TfliteImportOptions } from '../nn/import/tflite/import-tflite.js';
import type { Network } from '../nn/network.js';

export interface ImportNetworkOptions {
  /** Folder for the network file and its parameters; made where it is not there. */
  readonly out: string;
  /** Name of the network. Default: that of the file, without what a name cannot have. */
  readonly name?: string;
  /** Part of a photo that is cut out of its middle, where the network reads pictures in colour. */
  readonly centralCrop: number;
  /** Real numbers that the pixels 0 and 255 stand for, of models that do not say it. Default: 0 and 1. */
  readonly pixelRange?: readonly [number, number];
  /** Take a TensorFlow Lite model of 8-bit integers as the real numbers that it stands for. */
  readonly floats?: boolean;
}

/** A network that was imported, and the files that were written. */
export interface ImportResult {
  readonly network: Network;
  readonly files: readonly string[];
}

/**
 * Imports a TensorFlow Lite, ONNX or QONNX model (docs/import.md): writes `<name>.yaml` and its parameter file.
 * @throws InputError where the model cannot be read or imported, or the files cannot be written
 */
export async function importNetwork(file: string, options: ImportNetworkOptions): Promise<ImportResult> {
  const { out, name = nameOf(file) } = options;
  const { yaml, extension, parameters, network } = await importModel(file, { ...options, name });
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

/** By the file's extension; packages that read models are loaded where they are needed. */
async function importModel(file: string, options: TfliteImportOptions): Promise<ImportedNetwork> {
  switch (extname(file).toLowerCase()) {
    case '.tflite': {
      const { importTflite } = await import('../nn/import/tflite/import-tflite.js');
      return importTflite(readBytes(file), file, options);
    }
    case '.onnx': {
      if (options.floats === true) throw new InputError('--floats is for TensorFlow Lite models', { file });
      const { importOnnx } = await import('../nn/import/onnx/import-onnx.js');
      return importOnnx(readBytes(file), file, options);
    }
    default:
      throw new InputError(`found ${showName(extname(file))}, allowed: .tflite, .onnx`, { file });
  }
}

/** Longest name of a network. */
const MAX_NAME = 64;

function nameOf(file: string): string {
  const plain = basename(file, extname(file))
    .replace(/[^\w.-]/g, '-')
    .replace(/^[^A-Za-z0-9_]+/, '');
  return plain.slice(0, MAX_NAME) || 'imported';
}
