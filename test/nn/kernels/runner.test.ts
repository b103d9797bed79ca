import { expect } from 'chai';
import fc from 'fast-check';
import { BIPOLAR, BIT, describeType, TERNARY } from '../../../sim/nn/data-type.js';
import { createExecutor } from '../../../sim/nn/execute.js';
import { PackedRunner } from '../../../sim/nn/kernels/packed.js';
import { packNetwork } from '../../../sim/nn/kernels/packed-network.js';
import { type Runner, wordsOfOutput } from '../../../sim/nn/kernels/runner.js';
import { WasmRunner } from '../../../sim/nn/kernels/wasm.js';
import type { Network } from '../../../sim/nn/network.js';
import { createPackedMatrix, type PackedMatrix } from '../../../sim/nn/packed-matrix.js';
import { networkOf, randomCase, randomChain, randomFrom, randomPixels } from '../../helpers/random-network.js';

for (const Kernels of [PackedRunner, WasmRunner]) {
  describe(Kernels.name, () => {
    it('computes what the reference does, for every layer that it knows', async () => {
      await fc.assert(
        fc.asyncProperty(randomCase(), async ({ network, pixels, images }) => {
          const expected = await createExecutor(network, { backend: 'reference' }).run(pixels, images);
          expect(outputsOf(network, pixels, images)).to.deep.equal(expected);
        }),
        { numRuns: 200 },
      );
    });

    for (const activation of [BIPOLAR, TERNARY]) {
      it(`computes what the reference does on LFC with ${describeType(activation)} activations`, async () => {
        const random = randomFrom(1);
        const network = randomChain(random, [832, 1024, 1024, 1024, 64], activation, BIT);
        const pixels = randomPixels(random, 3 * 832);
        const expected = await createExecutor(network, { backend: 'reference' }).run(pixels, 3);
        expect(outputsOf(network, pixels, 3)).to.deep.equal(expected);
      });
    }

    for (const columns of [31 * 128, 31 * 128 + 1, 9000]) {
      it(`counts ${columns} products that are all -1`, () => {
        const chain = randomChain(randomFrom(1), [columns, 2], BIPOLAR, BIPOLAR);
        const weights = createPackedMatrix(2, columns, 1);
        const parameters = { weights, thresholds: Int32Array.of(-1, 0) };
        const network = networkOf([{ ...chain.layers[0], parameters }], [columns]);
        const outputs = outputsOf(network, new Uint8Array(columns).fill(255), 1);
        expect([...outputs.words]).to.deep.equal([0b01]);
      });
    }

    it('gives an image the same outputs in whatever company it comes', () => {
      const random = randomFrom(2);
      const network = randomChain(random, [50, 70, 37], TERNARY, TERNARY);
      const images = 131;
      const pixels = randomPixels(random, 50 * images);
      const together = outputsOf(network, pixels, images);
      const packed = packNetwork(network);
      const runner: Runner = new Kernels(packed);
      const words = new Uint32Array(images * wordsOfOutput(packed));
      for (const [first, count] of [
        [100, 31],
        [0, 1],
        [1, 99],
      ]) {
        runner.run(pixels, first, count, words);
      }
      expect(words).to.deep.equal(together.words);
    });

    function outputsOf(network: Network, pixels: Uint8Array, images: number): PackedMatrix {
      const packed = packNetwork(network);
      const codes = createPackedMatrix(images, packed.outputs, packed.outputBits);
      new Kernels(packed).run(pixels, 0, images, codes.words);
      return codes;
    }
  });
}
