import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Bench } from 'tinybench';
import { createExecutor } from '../../sim/nn/execute.js';
import { importTflite } from '../../sim/nn/import/tflite/import-tflite.js';
import { elements } from '../../sim/nn/network.js';
import { TfliteOracle } from '../../test/helpers/tflite-oracle.js';
import { printRates, ratesOf } from './rates.js';

const MODELS = ['mobilenet_v1_1.0_224_quant_embedding_extractor', 'mobilenet_v2_1.0_224_quant', 'resnet8_cifar10_int8'];

/** Values of imported networks on one thread, beside TensorFlow Lite's runtime on one where it is installed. */
export async function benchImported(): Promise<void> {
  const oracle = await TfliteOracle.loadInstalled();
  for (const name of MODELS) {
    const file = resolve(process.env.QCYCLE_DATA ?? '../shared/data', `models/${name}.tflite`);
    if (!existsSync(file)) {
      process.stdout.write(`values of ${name}: skipped, ${file} is missing\n`);
      continue;
    }
    const model = new Uint8Array(readFileSync(file));
    const { network } = importTflite(model, file, { name });
    const pixels = Uint8Array.from({ length: elements(network.input.shape) }, (_, index) => (index * 7919) >>> 3);
    const executor = createExecutor(network, { backend: 'wasm' });
    const prepared = oracle?.prepare(model);
    const bench = new Bench({ time: 500, warmupTime: 250, iterations: 5, warmupIterations: 1 });
    if (prepared !== undefined) bench.add('TensorFlow Lite runtime', () => void prepared.infer(pixels));
    bench.add('WASM, one thread', async () => void (await executor.run(pixels, 1)));
    await bench.run();
    prepared?.free();
    printRates(`values of ${name}`, ratesOf(bench, prepared === undefined ? [1] : [1, 1]));
  }
}
