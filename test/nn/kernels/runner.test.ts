import { expect } from 'chai';
import fc from 'fast-check';
import { BIPOLAR, BIT, type DataType, describeType, TERNARY } from '../../../sim/nn/data-type.js';
import { createExecutor } from '../../../sim/nn/execute.js';
import { packNetwork } from '../../../sim/nn/kernels/packed-network.js';
import { PackedRunner } from '../../../sim/nn/kernels/packed-runner.js';
import { type Runner, wordsOfOutput } from '../../../sim/nn/kernels/runner.js';
import { unsupportedByPackedKernels } from '../../../sim/nn/kernels/supported.js';
import { WasmRunner } from '../../../sim/nn/kernels/wasm-runner.js';
import { elements, type Network } from '../../../sim/nn/network.js';
import { createPackedMatrix, type PackedMatrix } from '../../../sim/nn/packed-matrix.js';
import { convolutionOf, fullyConnectedOf, maxPoolOf, networkOf } from '../../helpers/layers.js';
import {
  type Random,
  randomCase,
  randomChain,
  randomFrom,
  randomLayer,
  randomPixels,
} from '../../helpers/random-network.js';

const BYTE: DataType = { bits: 8, encoding: 'signed', narrow: false, scale: 1 / 128 };
const UNSIGNED_BYTE: DataType = { bits: 8, encoding: 'unsigned', narrow: false, scale: 1 / 255 };
const SCORE: DataType = { bits: 16, encoding: 'signed', narrow: false, scale: 1 };

/** A small CNV: convolutions of so many channels, a max pool, and scores at the end. */
function smallCnv(random: Random, channels: number, weightType: DataType, activation: DataType): Network {
  const types = { weightType, outputType: activation };
  const binary = weightType === BIPOLAR && activation === BIPOLAR;
  const hidden = { ...types, inputType: activation, accumulate: binary ? 'matches' : 'sum' } as const;
  const first = convolutionOf({
    inputShape: [8, 8, 3],
    mh: channels,
    kernel: [3, 3],
    ...types,
    inputType: BYTE,
    accumulate: 'sum',
    accumulatorShift: 1,
  });
  const second = convolutionOf({
    name: 'L1',
    input: 'L0',
    inputShape: first.outputShape,
    mh: channels,
    kernel: [3, 3],
    ...hidden,
  });
  const pool = maxPoolOf({
    name: 'pool',
    input: 'L1',
    inputShape: second.outputShape,
    inputType: activation,
    kernel: [2, 2],
  });
  const last = fullyConnectedOf({
    name: 'L2',
    input: 'pool',
    inputShape: pool.outputShape,
    mw: elements(pool.outputShape),
    mh: 10,
    ...hidden,
    outputType: SCORE,
    thresholded: false,
  });
  const [L0, L1, L2] = [first, second, last].map((layer) => randomLayer(random, layer));
  return networkOf([L0, L1, pool, L2], [8, 8, 3]);
}

for (const Kernels of [PackedRunner, WasmRunner]) {
  describe(Kernels.name, () => {
    it('computes what the reference does, for every layer that it knows', async () => {
      await fc.assert(
        fc.asyncProperty(randomCase(), async ({ network, pixels, images }) => {
          fc.pre(unsupportedByPackedKernels(network) === undefined);
          await expectReference(network, pixels, images);
        }),
        { numRuns: 500 },
      );
    });

    for (const activation of [BIPOLAR, TERNARY]) {
      it(`computes what the reference does on LFC with ${describeType(activation)} activations`, async () => {
        const random = randomFrom(1);
        const network = randomChain(random, [832, 1024, 1024, 1024, 64], activation, BIT);
        await expectReference(network, randomPixels(random, 3 * 832), 3);
      });
    }

    for (const [weightType, activation] of [
      [BIPOLAR, BIPOLAR],
      [BIPOLAR, TERNARY],
      [TERNARY, TERNARY],
      [TERNARY, BIPOLAR],
    ]) {
      const types = `${describeType(weightType)} weights and ${describeType(activation)} activations`;
      it(`computes what the reference does on convolutions of any number of channels, with ${types}`, async () => {
        const random = randomFrom(6);
        for (const channels of [1, 32, 33, 63, 64, 65, 128, 130]) {
          const network = smallCnv(random, channels, weightType, activation);
          await expectReference(network, randomPixels(random, 3 * 8 * 8 * 3), 3);
        }
      });
    }

    it('multiplies integers of 8 bits by weights of 8 bits', async () => {
      const random = randomFrom(7);
      const types = { inputType: UNSIGNED_BYTE, weightType: BYTE, outputType: TERNARY, accumulate: 'sum' } as const;
      const layer = randomLayer(random, fullyConnectedOf({ mw: 301, mh: 9, ...types }));
      const network = networkOf([layer], [301]);
      const pixels = Uint8Array.from({ length: 301 }, () => 255 * random(2));
      await expectReference(network, pixels, 1);
    });

    for (const columns of [31 * 128, 31 * 128 + 1, 9000]) {
      for (const weightType of [BIPOLAR, TERNARY]) {
        it(`counts ${columns} products that are all -1, of ${describeType(weightType)} weights`, () => {
          const layer = fullyConnectedOf({ mw: columns, mh: 2, weightType, accumulate: 'sum' });
          const weights = createPackedMatrix(2, columns, weightType.bits);
          if (weightType === TERNARY) weights.words.fill(0xffffffff);
          const parameters = { weights, thresholds: Int32Array.of(-columns - 1, -columns) };
          const network = networkOf([{ ...layer, parameters }], [columns]);
          const outputs = outputsOf(network, new Uint8Array(columns).fill(255), 1);
          expect([...outputs.words]).to.deep.equal([0b01]);
        });
      }
    }

    it('gives an image the same outputs in whatever company it comes', () => {
      const random = randomFrom(2);
      const network = smallCnv(random, 40, BIPOLAR, TERNARY);
      const images = 131;
      const pixels = randomPixels(random, 8 * 8 * 3 * images);
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

    async function expectReference(network: Network, pixels: Uint8Array, images: number): Promise<void> {
      const expected = await createExecutor(network, { backend: 'reference' }).run(pixels, images);
      expect(outputsOf(network, pixels, images)).to.deep.equal(expected);
    }

    function outputsOf(network: Network, pixels: Uint8Array, images: number): PackedMatrix {
      const packed = packNetwork(network);
      const codes = createPackedMatrix(images, packed.outputs, packed.outputBits);
      new Kernels(packed).run(pixels, 0, images, codes.words);
      return codes;
    }
  });
}
