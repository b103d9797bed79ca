import { type ImportedNetwork, type ImportOptions, importedNetwork } from '../imported-network.js';
import { floatNetwork } from './floats/float-network.js';
import { integerNetwork } from './integers/integer-network.js';
import { readModel } from './model.js';
import { isReal } from './node.js';
import { pathOf } from './path.js';

export interface TfliteImportOptions extends ImportOptions {
  /** Take a model of 8-bit integers as the real numbers that it stands for. */
  readonly floats?: boolean;
}

/**
 * Imports a TensorFlow Lite model (docs/import.md): as layers of integers or, where it reads real numbers, of these. Operators
 * that the output does not depend on are left out.
 * @param file name of the file in messages
 * @throws InputError where the file is damaged, an operator is not supported, or a shape is not what the layers give
 */
export function importTflite(bytes: Uint8Array, file: string, options: TfliteImportOptions): ImportedNetwork {
  const model = readModel(bytes, file);
  const path = pathOf(model);
  const { floats = isReal(model.tensors[path.input]) } = options;
  const draft = floats ? floatNetwork(model, path, bytes.length, options) : integerNetwork(model, path, bytes.length);
  return importedNetwork(draft, options, 'a TensorFlow Lite model', file);
}
