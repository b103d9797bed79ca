import { InputError } from '../core/input/input-error.js';
import { encodeValue } from './data-type.js';
import { KernelPool } from './kernels/kernel-pool.js';
import { type PackedNetwork, packNetwork } from './kernels/packed-network.js';
import { PackedRunner } from './kernels/packed-runner.js';
import type { Runner } from './kernels/runner.js';
import { unsupportedByPackedKernels } from './kernels/supported.js';
import { WasmRunner } from './kernels/wasm-runner.js';
import { elements, isMatrixLayer, type Network, pixelsPerImage } from './network.js';
import { createPackedMatrix, laneBits, type PackedMatrix, setCode } from './packed-matrix.js';
import { runReference } from './reference/network.js';
import { requireParameters } from './require-parameters.js';

/**
 * How values are computed: by the plain reference, by the packed kernels in TypeScript, by those in WASM on one thread, or
 * by those on all threads where there are enough images. `auto` is the fastest that knows the network's layers.
 */
export type Backend = 'auto' | 'reference' | 'packed' | 'wasm' | 'threads';

export interface ExecutorOptions {
  readonly backend?: Backend;
  /** Threads of the backend `threads`; one a core by default. */
  readonly threads?: number;
}

/** Computes the outputs of one network. */
export interface Executor {
  /** Codes of the last layer in lanes of `laneBits`, a row an image, for `images` images whose pixels follow each other. */
  run(pixels: Uint8Array, images: number): Promise<PackedMatrix>;
  /** Frees what it holds; it cannot be used any more. */
  close(): Promise<void>;
}

/**
 * Prepares a network for execution.
 * @throws InputError if a layer has no weights, or if the backend asked for does not know one of the layers
 */
export function createExecutor(network: Network, { backend = 'auto', threads }: ExecutorOptions = {}): Executor {
  const unsupported = unsupportedByPackedKernels(network);
  const chosen = backend === 'auto' ? (unsupported === undefined ? 'threads' : 'reference') : backend;
  if (chosen !== 'reference' && unsupported !== undefined) {
    throw new InputError(`network ${network.name} cannot run on the ${chosen} backend: ${unsupported}; use reference`);
  }
  switch (chosen) {
    case 'reference':
      return reference(network);
    case 'packed':
      return singleThreaded(network, packNetwork(network), PackedRunner);
    case 'wasm':
      return singleThreaded(network, packNetwork(network), WasmRunner);
    case 'threads':
      return multiThreaded(network, threads);
  }
}

function reference(network: Network): Executor {
  network.layers.filter(isMatrixLayer).forEach(requireParameters);
  const { name, outputShape, outputType } = network.layers[network.layers.length - 1];
  return {
    async run(pixels, images) {
      const codes = createPackedMatrix(images, elements(outputShape), laneBits(outputType.bits));
      const size = pixelsPerImage(network.input);
      for (let image = 0; image < images; image++) {
        const values = runReference(network, pixels.subarray(image * size, (image + 1) * size)).get(name)!;
        values.forEach((value, index) => {
          setCode(codes, image, index, encodeValue(outputType, value));
        });
      }
      return codes;
    },
    async close() {},
  };
}

function singleThreaded(
  { layers }: Network,
  packed: PackedNetwork,
  Kernels: new (network: PackedNetwork) => Runner,
): Executor {
  let runner: Runner | undefined;
  const { outputShape, outputType } = layers[layers.length - 1];
  return {
    async run(pixels, images) {
      const codes = createPackedMatrix(images, elements(outputShape), laneBits(outputType.bits));
      runner ??= new Kernels(packed);
      runner.run(pixels, 0, images, codes.words);
      return codes;
    },
    async close() {},
  };
}

/** Other threads start with the first batch that is more than one of them takes at once. */
function multiThreaded(network: Network, threads?: number): Executor {
  const packed = packNetwork(network);
  const single = singleThreaded(network, packed, WasmRunner);
  let pool: KernelPool | undefined;
  return {
    async run(pixels, images) {
      if (images <= packed.chunk) return single.run(pixels, images);
      pool ??= new KernelPool(threads);
      return pool.run(packed, pixels, images);
    },
    close: async () => pool?.close(),
  };
}
