import { expect } from 'chai';
import { BIT, type DataType, TERNARY } from '../../sim/nn/data-type.js';
import { type Backend, createExecutor } from '../../sim/nn/execute.js';
import type { Network } from '../../sim/nn/network.js';
import type { PackedMatrix } from '../../sim/nn/packed-matrix.js';
import { inputErrorOf } from '../helpers/input-error.js';
import { fullyConnectedOf, networkOf } from '../helpers/layers.js';
import { randomChain, randomFrom, randomLayer, randomPixels } from '../helpers/random-network.js';

const BACKENDS: readonly Backend[] = ['auto', 'reference', 'packed', 'wasm', 'threads'];

const random = randomFrom(5);
const supported = randomChain(random, [40, 30, 7], TERNARY, BIT);
const NIBBLE: DataType = { bits: 4, encoding: 'signed', narrow: false, scale: 1 };
const first = randomLayer(random, fullyConnectedOf({ mw: 40, mh: 30 }));
const last = fullyConnectedOf({ name: 'L1', input: 'L0', mw: 30, mh: 7, weightType: NIBBLE, accumulate: 'sum' });
const unsupported = networkOf([first, randomLayer(random, last)], [40]);
const pixels = randomPixels(random, 40 * 100);

async function outputsOf(network: Network, backend: Backend, images = 70): Promise<PackedMatrix> {
  const executor = createExecutor(network, { backend, threads: 2 });
  try {
    return await executor.run(pixels, images);
  } finally {
    await executor.close();
  }
}

describe('createExecutor', () => {
  it('gives the same outputs on every backend', async () => {
    const [expected, ...outputs] = await Promise.all(BACKENDS.map((backend) => outputsOf(supported, backend)));
    expect(expected).to.include({ rows: 70, columns: 7, bits: 1 });
    for (const output of outputs) expect(output).to.deep.equal(expected);
  });

  it('gives the same outputs of few images, for which it starts no threads', async () => {
    const [few, all] = await Promise.all([3, 70].map((images) => outputsOf(supported, 'threads', images)));
    expect(few.words).to.deep.equal(all.words.subarray(0, 3));
  });

  it('takes the reference where no faster backend knows a layer', async () => {
    expect(await outputsOf(unsupported, 'auto')).to.deep.equal(await outputsOf(unsupported, 'reference'));
  });

  for (const backend of ['packed', 'wasm', 'threads'] as const) {
    it(`refuses the backend ${backend} where it does not know a layer`, () => {
      expect(inputErrorOf(() => createExecutor(unsupported, { backend }))).to.equal(
        `network random cannot run on the ${backend} backend: layer L1 has 4-bit signed weights; use reference`,
      );
    });
  }

  for (const backend of BACKENDS) {
    it(`refuses a layer without weights on the backend ${backend}`, () => {
      const network = networkOf([fullyConnectedOf({ mw: 40, mh: 30 })], [40]);
      expect(inputErrorOf(() => createExecutor(network, { backend }))).to.equal('layer L0 has no weights');
    });
  }
});
