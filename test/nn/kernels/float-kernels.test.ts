import { expect } from 'chai';
import fc from 'fast-check';
import { createExecutor } from '../../../sim/nn/execute.js';
import { parseNetwork } from '../../../sim/nn/network-file.js';
import { inputErrorOf } from '../../helpers/input-error.js';
import { randomFloats, withRandomFloats } from '../../helpers/random-floats.js';
import { randomFrom, randomPixels } from '../../helpers/random-layer.js';

const LARGE = `
schema: qcycle.network/1
name: large
input: { shape: [70, 70, 24], type: { bits: 32, encoding: float } }
layers:
  - { name: pointwise, op: floatConvolution, outputChannels: 24, kernel: 1 }
  - { name: gathered, op: floatConvolution, outputChannels: 6, kernel: 3, padding: 1, groups: 2 }`;

describe('the kernels of real numbers', () => {
  it('give the bits of the reference for any shape, stride, dilation, padding, group and value', async () => {
    await fc.assert(
      fc.asyncProperty(randomFloats, async ({ network, pixels, images }) => {
        const expected = await createExecutor(network, { backend: 'reference' }).run(pixels, images);
        expect(await createExecutor(network, { backend: 'wasm' }).run(pixels, images)).to.deep.equal(expected);
      }),
      { numRuns: 400 },
    );
  });

  it('give the bits of the reference where a layer has more vectors than are computed at once', async () => {
    const random = randomFrom(5);
    const network = withRandomFloats(random, parseNetwork(LARGE, 'large.yaml').network);
    const pixels = randomPixels(random, 70 * 70 * 24);
    const expected = await createExecutor(network, { backend: 'reference' }).run(pixels, 1);
    expect(new Set(expected.words).size).to.be.greaterThan(100);
    expect(await createExecutor(network, { backend: 'wasm' }).run(pixels, 1)).to.deep.equal(expected);
  });

  it('give the same on several threads', async () => {
    const [{ network, pixels }] = fc.sample(
      randomFloats.filter(({ images }) => images === 3),
      { numRuns: 1, seed: 7 },
    );
    const executor = createExecutor(network, { threads: 2 });
    const expected = await createExecutor(network, { backend: 'wasm' }).run(pixels, 3);
    const found = await executor.run(pixels, 3);
    await executor.close();
    expect([...found.words]).to.deep.equal([...expected.words]);
  });

  it('exist in WASM alone', () => {
    const [{ network }] = fc.sample(randomFloats, { numRuns: 1, seed: 3 });
    expect(inputErrorOf(() => createExecutor(network, { backend: 'packed' }))).to.equal(
      'network random cannot run on the packed backend: its layers are of real numbers; use reference',
    );
  });
});
