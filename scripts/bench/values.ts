import { Bench } from 'tinybench';
import {
  createExecutor,
  isIntegerMatrixLayer,
  isMatrixLayer,
  loadNamedNetwork,
  type Network,
} from '../../sim/nn/index.js';
import { elements } from '../../sim/nn/network.js';
import { withRandomIntegers } from '../../test/helpers/random-integers.js';
import { randomFrom, randomLayer } from '../../test/helpers/random-layer.js';
import { compilePopcountKernels, type PopcountSize } from './popcount-kernels.js';
import { printRates, type Rate, ratesOf } from './rates.js';

/**
 * Backends, the first being what the others are compared with, and the images of one measurement of LFC, of CNV, of the
 * networks of multi-layer offload, and of those of integers; none where one takes seconds or there are no such kernels.
 */
const BACKENDS = [
  { name: 'reference', backend: 'reference', lfcImages: 4, cnvImages: 1, offloadImages: 0, integerImages: 1 },
  { name: 'packed TypeScript', backend: 'packed', lfcImages: 500, cnvImages: 20, offloadImages: 1, integerImages: 0 },
  { name: 'WASM, one thread', backend: 'wasm', lfcImages: 5_000, cnvImages: 200, offloadImages: 4, integerImages: 1 },
  {
    name: 'WASM, all threads',
    backend: 'threads',
    lfcImages: 10_000,
    cnvImages: 1_000,
    offloadImages: 16,
    integerImages: 16,
  },
] as const;

/** The inner loop that the layers use, and the ways to write it that were rejected for it. */
const POPCOUNTS = [
  { name: 'i8x16.popcnt, 2 images by 2 rows (used)', kernel: 'bytesTile' },
  { name: 'i8x16.popcnt, one image and row', kernel: 'bytesSingle' },
  { name: 'carry-save adders, 7 vectors to 3 counts', kernel: 'carrySave' },
  { name: 'i64.popcnt, 2 images by 2 rows', kernel: 'wordsTile' },
  // Counts in 16 bits, weights in an order of their own, and 4 kB of tables where inputs are ternary.
  { name: 'tables of 4 bits, 2 images by 32 rows', kernel: 'tables' },
] as const;

const LFC_LAYER = { columns: 1024, rows: 1024, images: 64 };
/** L1 of CNV: its windows take the place of the images. */
const CNV_LAYER = { columns: 576, rows: 64, images: 28 * 28 };

type ImagesKey = 'lfcImages' | 'cnvImages' | 'offloadImages' | 'integerImages';

/** Values of LFC, CNV, the offloaded layers and MobileNetV1 on every backend, and the innermost loop beside its rejected alternatives. */
export async function benchValues(): Promise<void> {
  for (const name of ['lfc-w1a1', 'lfc-w1a2']) {
    printRates(`values of ${name}`, await measureBackends(loadNamedNetwork(name), 'lfcImages'));
  }
  for (const name of ['cnv-w1a1', 'cnv-w1a2', 'cnv-w2a2']) {
    const network = withRandomParameters(loadNamedNetwork(name));
    printRates(`values of ${name}, random parameters`, await measureBackends(network, 'cnvImages'));
  }
  for (const name of ['dorefanet', 'tinier-yolo']) {
    const network = withRandomParameters(loadNamedNetwork(name));
    printRates(`values of ${name}, random parameters`, await measureBackends(network, 'offloadImages'));
  }
  const mobilenet = withRandomParameters(loadNamedNetwork('mobilenet-v1'));
  printRates('values of mobilenet-v1, random parameters', await measureBackends(mobilenet, 'integerImages'));
  printRates('XNOR and popcount, 1024 x 1024, one thread', await measurePopcounts(LFC_LAYER));
  printRates('XNOR and popcount, 576 x 64 in 784 windows, one thread', await measurePopcounts(CNV_LAYER));
}

async function measureBackends(network: Network, images: ImagesKey): Promise<Rate[]> {
  const backends = BACKENDS.filter((backend) => backend[images] > 0);
  const bench = new Bench({ time: 500, warmupTime: 250, iterations: 5, warmupIterations: 1 });
  const most = Math.max(...backends.map((backend) => backend[images]));
  const pixels = Uint8Array.from({ length: elements(network.input.shape) * most }, (_, index) => (index * 7919) >>> 3);
  const executors = backends.map(({ name, backend, [images]: count }) => {
    const executor = createExecutor(network, { backend });
    bench.add(name, async () => {
      await executor.run(pixels, count);
    });
    return executor;
  });
  await bench.run();
  for (const executor of executors) await executor.close();
  return ratesOf(
    bench,
    backends.map((backend) => backend[images]),
  );
}

function withRandomParameters(network: Network): Network {
  const random = randomFrom(1);
  return {
    ...network,
    layers: network.layers.map((layer) => {
      if (isMatrixLayer(layer)) return randomLayer(random, layer);
      return isIntegerMatrixLayer(layer) ? withRandomIntegers(random, layer) : layer;
    }),
  };
}

async function measurePopcounts(size: PopcountSize): Promise<Rate[]> {
  const kernels = await compilePopcountKernels(size);
  const bench = new Bench({ time: 500, warmupTime: 500 });
  for (const { name, kernel } of POPCOUNTS) {
    bench.add(name, () => {
      kernels[kernel]();
    });
  }
  await bench.run();
  return ratesOf(
    bench,
    POPCOUNTS.map(() => size.images),
  );
}
