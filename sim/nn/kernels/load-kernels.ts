import { readFileSync } from 'node:fs';
import { packagePath } from '../../core/package-root.js';

/** The exports of assembly/kernels.ts, over a memory of their own. */
export function instantiateKernels(memory: WebAssembly.Memory): object {
  const module = new WebAssembly.Module(readFileSync(packagePath('sim/nn/kernels/kernels.wasm')));
  return new WebAssembly.Instance(module, { env: { memory } }).exports;
}
