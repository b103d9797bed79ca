import { createWasmRunner, type KernelNetwork } from './create-runner.js';
import type { Runner } from './runner.js';

/** A batch that several threads work on, each taking the next images that nobody has taken. All arrays are shared memory. */
export interface SharedBatch {
  /** Tells networks apart, so that a thread loads one only when it changes. */
  readonly key: number;
  readonly network: KernelNetwork;
  readonly pixels: Uint8Array;
  readonly images: number;
  /** Number of chunks taken, in element 0. */
  readonly taken: Int32Array;
  /** Words of a PackedMatrix with a row an image. */
  readonly codes: Uint32Array;
}

let loaded: { readonly key: number; readonly runner: Runner } | undefined;

/** Works on a batch until all its images are taken. Called by the pool, on each of its threads. */
export default function work({ key, network, pixels, images, taken, codes }: SharedBatch): void {
  if (loaded?.key !== key) loaded = { key, runner: createWasmRunner(network) };
  for (;;) {
    const first = network.chunk * Atomics.add(taken, 0, 1);
    if (first >= images) return;
    loaded.runner.run(pixels, first, Math.min(network.chunk, images - first), codes);
  }
}
