import { resolveFile, shippedNames } from '../core/shipped-files.js';
import { loadNetwork } from './load-network.js';
import type { Network } from './network.js';

const NETWORKS = 'networks';

/** Names of the networks that are shipped. */
export function networkNames(): string[] {
  return shippedNames(NETWORKS);
}

/** The file of a network: that of a shipped one by its name, or the path itself. @throws InputError for an unknown name */
export function networkFile(nameOrFile: string): string {
  return resolveFile(nameOrFile, NETWORKS, 'network');
}

/** A network by its name or its file. @throws InputError for an unknown one */
export function loadNamedNetwork(nameOrFile: string): Network {
  return loadNetwork(networkFile(nameOrFile));
}
