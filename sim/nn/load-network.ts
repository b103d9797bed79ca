import { dirname, resolve } from 'node:path';
import { readBytes, readText } from '../core/input/file.js';
import type { Network } from './network.js';
import { parseNetwork } from './network-file.js';
import { readQcw } from './parameters/qcw.js';
import { withParameters } from './with-parameters.js';

/**
 * The network of a YAML file, with the parameters of its parameter file where it names one.
 * @throws InputError where a file is missing or cannot be used
 */
export function loadNetwork(file: string): Network {
  const { network, parametersFile } = parseNetwork(readText(file), file);
  if (parametersFile === undefined) return network;
  const parameters = resolve(dirname(file), parametersFile);
  return withParameters(network, readQcw(readBytes(parameters), parameters), parameters);
}
