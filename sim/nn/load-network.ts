import { dirname, resolve } from 'node:path';
import { readBytes, readText } from '../core/input/file.js';
import { withFloatParameters } from './float-parameters.js';
import { isFloatLayer, isIntegerLayer, type Network } from './network.js';
import { parseNetwork } from './network-file.js';
import { readQcf } from './parameters/qcf.js';
import { readQci } from './parameters/qci.js';
import { readQcw } from './parameters/qcw.js';
import { withIntegerParameters } from './with-integer-parameters.js';
import { withParameters } from './with-parameters.js';

/**
 * The network of a YAML file, with the parameters of its parameter file where it names one.
 * @throws InputError where a file is missing or cannot be used
 */
export function loadNetwork(file: string): Network {
  const { network, parametersFile } = parseNetwork(readText(file), file);
  if (parametersFile === undefined) return network;
  const parameters = resolve(dirname(file), parametersFile);
  const bytes = readBytes(parameters);
  if (network.layers.some(isFloatLayer)) return withFloatParameters(network, readQcf(bytes, parameters), parameters);
  return network.layers.some(isIntegerLayer)
    ? withIntegerParameters(network, readQci(bytes, parameters), parameters)
    : withParameters(network, readQcw(bytes, parameters), parameters);
}
