import { InputError } from '../../core/input/input-error.js';
import type { Network } from '../network.js';
import { parseNetwork } from '../network-file.js';

/** A network from outside: its file, and what goes with it. */
export interface ImportedNetwork {
  /** Text of the network file (qcycle.network/1), which names its parameter file. */
  readonly yaml: string;
  /** Of the parameter file, whose name is else that of the network. */
  readonly extension: 'qcf' | 'qci' | 'qcw';
  /** Bytes of the parameter file. */
  readonly parameters: Uint8Array;
  /** The same network, with its parameters. */
  readonly network: Network;
}

export interface ImportOptions {
  /** Name of the network. */
  readonly name: string;
  /** Part of a photo that is cut out of its middle; see `NetworkInput`. Only of networks of pictures in colour. */
  readonly centralCrop?: number;
}

/** The network, as its own file says it; what does not fit together is a problem of the model. */
export function parseImported(yaml: string, file: string): Network {
  try {
    return parseNetwork(yaml, file).network;
  } catch (error) {
    if (error instanceof InputError) throw new InputError(`as a network: ${error.problem}`, { file });
    throw error;
  }
}
