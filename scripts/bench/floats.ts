import { availableParallelism } from 'node:os';
import { Bench } from 'tinybench';
import { createExecutor, loadNamedNetwork } from '../../sim/nn/index.js';
import { pixelsPerImage } from '../../sim/nn/network.js';
import { quantizeMinMax } from '../../sim/nn/quantize/min-max-network.js';
import { randomFrom, randomPixels } from '../../test/helpers/random-layer.js';
import { printRates, ratesOf } from './rates.js';

/** Images of one measurement on one thread; on all threads so many each. */
const IMAGES = 50;

/** Values of VGG16 in real numbers and with 4 bits, beside the reference. */
export async function benchFloats(): Promise<void> {
  const network = loadNamedNetwork('vgg16');
  const quantized = quantizeMinMax(network, { weights: 4, inputs: 4, activations: 4 });
  const many = IMAGES * availableParallelism();
  const pixels = randomPixels(randomFrom(1), many * pixelsPerImage(network.input));
  const reference = createExecutor(network, { backend: 'reference' });
  const [single, fewBits] = [network, quantized].map((each) => createExecutor(each, { backend: 'wasm' }));
  const threads = createExecutor(network);
  const bench = new Bench({ time: 500, warmupTime: 250, iterations: 5, warmupIterations: 1 });
  bench.add('reference', async () => void (await reference.run(pixels, 1)));
  bench.add('WASM, one thread', async () => void (await single.run(pixels, IMAGES)));
  bench.add('WASM, one thread, 4 bits', async () => void (await fewBits.run(pixels, IMAGES)));
  bench.add('WASM, all threads', async () => void (await threads.run(pixels, many)));
  await bench.run();
  await threads.close();
  printRates('values of vgg16', ratesOf(bench, [1, IMAGES, IMAGES, many]));
}
