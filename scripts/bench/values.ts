import { Bench } from 'tinybench';
import { createExecutor, loadNamedNetwork } from '../../sim/nn/index.js';
import { compilePopcountKernels } from './popcount-kernels.js';
import { printRates, type Rate, ratesOf } from './rates.js';

/** Backends, the first being what the others are compared with, and the images of one measurement. */
const BACKENDS = [
  { name: 'reference', backend: 'reference', images: 4 },
  { name: 'packed TypeScript', backend: 'packed', images: 500 },
  { name: 'WASM, one thread', backend: 'wasm', images: 5_000 },
  { name: 'WASM, all threads', backend: 'threads', images: 10_000 },
] as const;

/** The inner loop that the layers use, and the ways to write it that were rejected for it. */
const POPCOUNTS = [
  { name: 'i8x16.popcnt, 2 images by 2 rows (used)', kernel: 'bytesTile' },
  { name: 'i8x16.popcnt, one image and row', kernel: 'bytesSingle' },
  { name: 'carry-save adders, 7 vectors to 3 counts', kernel: 'carrySave' },
  { name: 'i64.popcnt, 2 images by 2 rows', kernel: 'wordsTile' },
] as const;

const LAYER = { columns: 1024, rows: 1024, images: 64 };

/** Values of LFC on every backend, and the innermost loop beside its rejected alternatives. */
export async function benchValues(): Promise<void> {
  for (const network of ['lfc-w1a1', 'lfc-w1a2']) printRates(`values of ${network}`, await measureBackends(network));
  printRates('XNOR and popcount, 1024 x 1024, one thread', await measurePopcounts());
}

async function measureBackends(name: string): Promise<Rate[]> {
  const network = loadNamedNetwork(name);
  const bench = new Bench({ time: 500, warmupTime: 250, iterations: 5, warmupIterations: 1 });
  const pixels = Uint8Array.from({ length: 784 * 10_000 }, (_, index) => (index * 7919) >>> 3);
  const executors = BACKENDS.map(({ name, backend, images }) => {
    const executor = createExecutor(network, { backend });
    bench.add(name, async () => {
      await executor.run(pixels, images);
    });
    return executor;
  });
  await bench.run();
  for (const executor of executors) await executor.close();
  return ratesOf(
    bench,
    BACKENDS.map(({ images }) => images),
  );
}

async function measurePopcounts(): Promise<Rate[]> {
  const kernels = await compilePopcountKernels(LAYER);
  const bench = new Bench({ time: 500, warmupTime: 500 });
  for (const { name, kernel } of POPCOUNTS) {
    bench.add(name, () => {
      kernels[kernel]();
    });
  }
  await bench.run();
  return ratesOf(
    bench,
    POPCOUNTS.map(() => LAYER.images),
  );
}
