import { expect } from 'chai';
import fc from 'fast-check';
import { createExecutor } from '../../../sim/nn/execute.js';
import { isIntegerLayer } from '../../../sim/nn/network.js';
import { NO_PADDING } from '../../../sim/nn/windows.js';
import { inputErrorOf } from '../../helpers/input-error.js';
import { networkOf } from '../../helpers/layers.js';
import { randomIntegers, sumsFit, withRandomIntegers } from '../../helpers/random-integers.js';
import { randomFrom, randomPixels } from '../../helpers/random-layer.js';
import { randomPowers } from '../../helpers/random-powers.js';

const cases = randomIntegers.filter(({ network }) => network.layers.filter(isIntegerLayer).every(sumsFit));

describe('the kernels of integers', () => {
  it('give the codes of the reference for any shape, stride, padding, group, shift and value', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ network, pixels, images }) => {
        const expected = await createExecutor(network, { backend: 'reference' }).run(pixels, images);
        expect(await createExecutor(network, { backend: 'wasm' }).run(pixels, images)).to.deep.equal(expected);
      }),
      { numRuns: 400 },
    );
  });

  it('give the codes of the reference with the arithmetic of the DPU', async () => {
    await fc.assert(
      fc.asyncProperty(randomPowers, async ({ network, pixels, images }) => {
        const expected = await createExecutor(network, { backend: 'reference' }).run(pixels, images);
        expect(await createExecutor(network, { backend: 'wasm' }).run(pixels, images)).to.deep.equal(expected);
      }),
      { numRuns: 400 },
    );
  });

  it('give the codes of the reference where a layer has more vectors than are computed at once', async () => {
    const random = randomFrom(5);
    const shape = [70, 70, 24];
    const rule = { rule: 'multiplyShift', biasShift: 0, shift: 17 } as const;
    const fields = { op: 'integerConvolution', inputShape: shape, dilation: [1, 1], requantization: rule } as const;
    const type = { bits: 7, encoding: 'unsigned', narrow: false, scale: 1 } as const;
    const pointwise = withRandomIntegers(random, {
      ...fields,
      name: 'pointwise',
      inputs: ['input'],
      outputShape: shape,
      inputType: { ...type, bits: 8, encoding: 'signed' },
      outputType: type,
      mw: 24,
      mh: 24,
      groups: 1,
      kernel: [1, 1],
      stride: [1, 1],
      padding: NO_PADDING,
    });
    const gathered = withRandomIntegers(random, {
      ...fields,
      name: 'gathered',
      inputs: ['pointwise'],
      outputShape: [70, 70, 6],
      inputType: type,
      outputType: type,
      mw: 108,
      mh: 6,
      groups: 2,
      kernel: [3, 3],
      stride: [1, 1],
      padding: { top: 1, left: 1, bottom: 1, right: 1 },
    });
    const plain = networkOf([pointwise, gathered], shape);
    const network = { ...plain, input: { ...plain.input, pixels: { rule: 'codes' } as const } };
    const pixels = randomPixels(random, 70 * 70 * 24);
    const expected = await createExecutor(network, { backend: 'reference' }).run(pixels, 1);
    expect(new Set(expected.words).size).to.be.greaterThan(100);
    expect(await createExecutor(network, { backend: 'wasm' }).run(pixels, 1)).to.deep.equal(expected);
  });

  it('give the same on several threads', async () => {
    const [{ network, pixels }] = fc.sample(
      cases.filter(({ images }) => images === 3),
      { numRuns: 1, seed: 7 },
    );
    const executor = createExecutor(network, { threads: 2 });
    const expected = await createExecutor(network, { backend: 'wasm' }).run(pixels, 3);
    const found = await executor.run(pixels, 3);
    await executor.close();
    expect([...found.words]).to.deep.equal([...expected.words]);
  });

  it('exist in WASM alone', () => {
    const [{ network }] = fc.sample(cases, { numRuns: 1, seed: 3 });
    expect(inputErrorOf(() => createExecutor(network, { backend: 'packed' }))).to.equal(
      'network random cannot run on the packed backend: its layers are of integers; use reference',
    );
  });
});
