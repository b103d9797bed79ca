import { InputError } from '../core/input/input-error.js';
import { encodeValue } from './data-type.js';
import { createWasmRunner, type KernelNetwork } from './kernels/create-runner.js';
import { packFloatNetwork } from './kernels/float-network.js';
import { KernelPool } from './kernels/kernel-pool.js';
import { packIntegerNetwork } from './kernels/pack-integer-network.js';
import { packNetwork } from './kernels/packed-network.js';
import { PackedRunner } from './kernels/packed-runner.js';
import type { Runner } from './kernels/runner.js';
import { unsupportedByPackedKernels } from './kernels/supported.js';
import { unsupportedByIntegerKernels } from './kernels/supported-integers.js';
import {
  elements,
  isFloatLayer,
  isFloatParameterLayer,
  isIntegerLayer,
  isIntegerMatrixLayer,
  isMatrixLayer,
  type Network,
  pixelsPerImage,
} from './network.js';
import { createPackedMatrix, laneBits, type PackedMatrix, setCode } from './packed-matrix.js';
import { runFloatReference } from './reference/float/network.js';
import { runReference } from './reference/network.js';
import { requireFloatParameters, requireIntegerParameters, requireParameters } from './require-parameters.js';

/**
 * How values are computed: by the plain reference, by the packed kernels in TypeScript (of codes alone), by those in WASM on
 * one thread, or by those on all threads where there are enough images. `auto` is the fastest that knows the network's layers.
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

/** What layers are of; those of a network are of one. */
type Family = 'codes' | 'integers' | 'real numbers';

function familyOf({ layers }: Network): Family {
  if (layers.some(isFloatLayer)) return 'real numbers';
  return layers.some(isIntegerLayer) ? 'integers' : 'codes';
}

interface Kernels {
  readonly unsupportedBy: (network: Network) => string | undefined;
  readonly pack: (network: Network) => KernelNetwork;
}

const KERNELS: Readonly<Record<Family, Kernels>> = {
  codes: { unsupportedBy: unsupportedByPackedKernels, pack: packNetwork },
  integers: { unsupportedBy: unsupportedByIntegerKernels, pack: packIntegerNetwork },
  'real numbers': { unsupportedBy: () => undefined, pack: packFloatNetwork },
};

/**
 * Prepares a network for execution.
 * @throws InputError if a layer has no weights, or if the backend asked for does not know one of the layers
 */
export function createExecutor(network: Network, { backend = 'auto', threads }: ExecutorOptions = {}): Executor {
  const family = familyOf(network);
  const { unsupportedBy, pack } = KERNELS[family];
  const unsupported = unsupportedBy(network);
  const chosen = backend === 'auto' ? (unsupported === undefined ? 'threads' : 'reference') : backend;
  if (chosen === 'reference') return reference(network);
  if (unsupported !== undefined) throw cannotRun(network, chosen, unsupported);
  if (chosen === 'packed') {
    if (family !== 'codes') throw cannotRun(network, chosen, `its layers are of ${family}`);
    const packed = packNetwork(network);
    return singleThreaded(network, () => new PackedRunner(packed));
  }
  const packed = pack(network);
  const single = singleThreaded(network, () => createWasmRunner(packed));
  return chosen === 'wasm' ? single : multiThreaded(packed, single, threads);
}

function cannotRun({ name }: Network, backend: Backend, obstacle: string): InputError {
  return new InputError(`network ${name} cannot run on the ${backend} backend: ${obstacle}; use reference`);
}

function reference(network: Network): Executor {
  network.layers.filter(isMatrixLayer).forEach(requireParameters);
  network.layers.filter(isIntegerMatrixLayer).forEach(requireIntegerParameters);
  network.layers.filter(isFloatParameterLayer).forEach(requireFloatParameters);
  const runOne = familyOf(network) === 'real numbers' ? runFloatReference : runReference;
  const { name, outputShape, outputType } = network.layers[network.layers.length - 1];
  return {
    async run(pixels, images) {
      const codes = createPackedMatrix(images, elements(outputShape), laneBits(outputType.bits));
      const size = pixelsPerImage(network.input);
      for (let image = 0; image < images; image++) {
        const values = runOne(network, pixels.subarray(image * size, (image + 1) * size)).get(name)!;
        values.forEach((value, index) => {
          setCode(codes, image, index, encodeValue(outputType, value));
        });
      }
      return codes;
    },
    async close() {},
  };
}

function singleThreaded({ layers }: Network, createRunner: () => Runner): Executor {
  let runner: Runner | undefined;
  const { outputShape, outputType } = layers[layers.length - 1];
  return {
    async run(pixels, images) {
      const codes = createPackedMatrix(images, elements(outputShape), laneBits(outputType.bits));
      runner ??= createRunner();
      runner.run(pixels, 0, images, codes.words);
      return codes;
    },
    async close() {},
  };
}

/** Other threads start with the first batch that is more than one of them takes at once. */
function multiThreaded(packed: KernelNetwork, single: Executor, threads?: number): Executor {
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
