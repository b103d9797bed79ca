import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import type { PackedMatrix } from '../packed-matrix.js';
import type { KernelNetwork } from './create-runner.js';
import { wordsOfOutput } from './runner.js';
import type { SharedBatch } from './worker.js';

const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';

/** Threads that run the WASM kernels. One pool serves any number of networks. */
export class KernelPool {
  private readonly threads: Piscina<SharedBatch, void>;
  private readonly keys = new WeakMap<KernelNetwork, number>();
  private nextKey = 0;

  /** Starts the threads, one a core by default; they are ready some time later. */
  constructor(threads: number = availableParallelism()) {
    this.threads = new Piscina({
      filename: new URL(`./worker.${extension}`, import.meta.url).href,
      minThreads: threads,
      maxThreads: threads,
    });
  }

  /** Outputs of `images` images whose pixels follow each other; the result does not depend on the number of threads. */
  async run(network: KernelNetwork, pixels: Uint8Array, images: number): Promise<PackedMatrix> {
    const wordsPerRow = wordsOfOutput(network);
    const batch: SharedBatch = {
      key: this.keyOf(network),
      network,
      pixels: shared(pixels.subarray(0, images * network.input.bytes)),
      images,
      taken: new Int32Array(new SharedArrayBuffer(4)),
      codes: new Uint32Array(new SharedArrayBuffer(4 * images * wordsPerRow)),
    };
    const helpers = Math.min(this.threads.options.maxThreads, Math.ceil(images / network.chunk));
    await Promise.all(Array.from({ length: helpers }, () => this.threads.run(batch)));
    return { rows: images, columns: network.outputs, bits: network.outputBits, wordsPerRow, words: batch.codes };
  }

  /** Ends the threads. */
  async close(): Promise<void> {
    await this.threads.destroy();
  }

  private keyOf(network: KernelNetwork): number {
    const key = this.keys.get(network) ?? this.nextKey++;
    this.keys.set(network, key);
    return key;
  }
}

/** The same bytes in shared memory; a copy only if they are not there yet. */
function shared(bytes: Uint8Array): Uint8Array {
  if (bytes.buffer instanceof SharedArrayBuffer) return bytes;
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length));
  copy.set(bytes);
  return copy;
}
