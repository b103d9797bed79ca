import { expect } from 'chai';
import fc from 'fast-check';
import { BIPOLAR, BIT, TERNARY } from '../../../sim/nn/data-type.js';
import { KernelPool } from '../../../sim/nn/kernels/kernel-pool.js';
import { type PackedNetwork, packNetwork } from '../../../sim/nn/kernels/packed-network.js';
import { unsupportedByPackedKernels } from '../../../sim/nn/kernels/supported.js';
import { WasmRunner } from '../../../sim/nn/kernels/wasm-runner.js';
import { createPackedMatrix, type PackedMatrix } from '../../../sim/nn/packed-matrix.js';
import { randomCase, randomChain, randomFrom, randomPixels } from '../../helpers/random-network.js';

const random = randomFrom(3);
const binary = packNetwork(randomChain(random, [60, 90, 11], BIPOLAR, BIT));
const ternary = packNetwork(randomChain(random, [60, 33, 40, 20], TERNARY, TERNARY));
const pixels = randomPixels(random, 60 * 1000);

function onOneThread(network: PackedNetwork, images: number, bytes = pixels): PackedMatrix {
  const codes = createPackedMatrix(images, network.outputs, network.outputBits);
  new WasmRunner(network).run(bytes, 0, images, codes.words);
  return codes;
}

describe('KernelPool', () => {
  for (const threads of [1, 3]) {
    describe(`with threads: ${threads}`, () => {
      let pool: KernelPool;
      before(() => {
        pool = new KernelPool(threads);
      });
      after(() => pool.close());

      for (const images of [0, 1, 63, 64, 65, 1000]) {
        it(`computes what one thread does, on ${images} images`, async () => {
          expect(await pool.run(binary, pixels, images)).to.deep.equal(onOneThread(binary, images));
        });
      }

      it('computes what one thread does, on any network', async () => {
        await fc.assert(
          fc.asyncProperty(randomCase(), async ({ network, pixels, images }) => {
            fc.pre(unsupportedByPackedKernels(network) === undefined);
            const packed = packNetwork(network);
            expect(await pool.run(packed, pixels, images)).to.deep.equal(onOneThread(packed, images, pixels));
          }),
        );
      });

      it('serves several networks at the same time', async () => {
        const networks = [binary, ternary, binary, ternary];
        const results = await Promise.all(networks.map((network) => pool.run(network, pixels, 500)));
        expect(results).to.deep.equal(networks.map((network) => onOneThread(network, 500)));
      });

      it('reads pixels that already lie in shared memory', async () => {
        const shared = new Uint8Array(new SharedArrayBuffer(60 + pixels.length)).subarray(60);
        shared.set(pixels);
        expect(await pool.run(ternary, shared, 200)).to.deep.equal(onOneThread(ternary, 200));
      });
    });
  }
});
