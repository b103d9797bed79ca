import type { IntegerNetwork } from './integer-network.js';
import { IntegerRunner } from './integer-runner.js';
import type { PackedNetwork } from './packed-network.js';
import type { Runner } from './runner.js';
import { WasmRunner } from './wasm-runner.js';

/** A network as one of the two kinds of kernels in WebAssembly reads it. */
export type KernelNetwork = PackedNetwork | IntegerNetwork;

/** The kernels in WebAssembly for a network. */
export function createWasmRunner(network: KernelNetwork): Runner {
  return network.kernels === 'integer' ? new IntegerRunner(network) : new WasmRunner(network);
}
