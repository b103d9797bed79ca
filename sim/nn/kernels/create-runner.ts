import type { FloatNetwork } from './float-network.js';
import { FloatRunner } from './float-runner.js';
import type { IntegerNetwork } from './integer-network.js';
import { IntegerRunner } from './integer-runner.js';
import type { PackedNetwork } from './packed-network.js';
import type { Runner } from './runner.js';
import { WasmRunner } from './wasm-runner.js';

/** A network as one of the three kinds of kernels in WebAssembly reads it. */
export type KernelNetwork = PackedNetwork | IntegerNetwork | FloatNetwork;

/** The kernels in WebAssembly for a network. */
export function createWasmRunner(network: KernelNetwork): Runner {
  switch (network.kernels) {
    case 'float':
      return new FloatRunner(network);
    case 'integer':
      return new IntegerRunner(network);
    default:
      return new WasmRunner(network);
  }
}
