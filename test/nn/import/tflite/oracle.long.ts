import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { outputsOf as realOutputs } from '../../../../sim/drivers/accuracy.js';
import { loadPictures } from '../../../../sim/drivers/load-pictures.js';
import { createExecutor } from '../../../../sim/nn/execute.js';
import { importTflite } from '../../../../sim/nn/import/tflite/import-tflite.js';
import { type Network, pixelsPerImage } from '../../../../sim/nn/network.js';
import { getCode } from '../../../../sim/nn/packed-matrix.js';
import { realPixels } from '../../../../sim/nn/real-pixels.js';
import { randomFrom } from '../../../helpers/random-layer.js';
import { sharedData } from '../../../helpers/shared-data.js';
import { asFloats, FLOAT_OPERATORS } from '../../../helpers/tflite-floats.js';
import { OPERATOR_DRAFTS, SINGLE_OPERATORS } from '../../../helpers/tflite-models.js';
import { TfliteOracle } from '../../../helpers/tflite-oracle.js';
import { writeTflite } from '../../../helpers/tflite-writer.js';

const MODELS = [
  'gwt_mobilenet_v2_1_0_224_quant',
  'mobilenet_quant_v1_224_head_layers',
  'mobilenet_v1_0.5_160_quant',
  'mobilenet_v1_0.75_192_quant',
  'mobilenet_v1_1.0_224_quant_embedding_extractor',
  'mobilenet_v2_1.0_224_quant',
  'resnet8_cifar10_int8',
  'vww_96_int8',
];
/** Models of real numbers, and the numbers that the pixels 0 and 255 stand for. */
const FLOAT_MODELS: readonly [string, readonly [number, number]][] = [
  ['resnet8_cifar10_float', [0, 255]],
  ['vww_96_float', [0, 1]],
];
/** Sums of real numbers may be formed in any order: by how much, of the largest number, they may differ. */
const TOLERANCE = 1e-5;
const MODELS_OF_AN_OPERATOR = 100;
const RANDOM_INPUTS = 3;

describe('imported models and the TensorFlow Lite runtime give the same bytes', () => {
  for (const name of MODELS) {
    it(`${name}, photos and noise`, async function () {
      const oracle = await TfliteOracle.load(this);
      const model = new Uint8Array(readFileSync(sharedData(this, `models/${name}.tflite`)));
      const { network } = importTflite(model, name, { name, centralCrop: 0.875 });
      const inputs = [...noise(network), ...(await photos(this, network))];
      expect(await outputsOf(network, inputs)).to.deep.equal(oracle.run(model, inputs));
    });
  }

  for (const [name, make] of Object.entries(SINGLE_OPERATORS)) {
    it(`${MODELS_OF_AN_OPERATOR} models of ${name}`, async function () {
      const oracle = await TfliteOracle.load(this);
      const random = randomFrom(1);
      for (let index = 0; index < MODELS_OF_AN_OPERATOR; index++) {
        const model = make((least, largest) => least + random(largest - least + 1));
        const { network } = importTflite(model, `model ${index}`, { name });
        const inputs = noise(network);
        expect(await outputsOf(network, inputs)).to.deep.equal(oracle.run(model, inputs), `model ${index}`);
      }
    });
  }
});

describe('imported models of real numbers and the TensorFlow Lite runtime nearly agree', () => {
  for (const [name, pixelRange] of FLOAT_MODELS) {
    it(`${name}, photos and noise`, async function () {
      const oracle = await TfliteOracle.load(this);
      const model = new Uint8Array(readFileSync(sharedData(this, `models/${name}.tflite`)));
      const { network } = importTflite(model, name, { name, centralCrop: 0.875, pixelRange });
      await expectNearlyEqual(oracle, model, network, [...noise(network), ...(await photos(this, network))]);
    });
  }

  for (const name of FLOAT_OPERATORS) {
    it(`${MODELS_OF_AN_OPERATOR} models of ${name}`, async function () {
      const oracle = await TfliteOracle.load(this);
      const random = randomFrom(1);
      for (let index = 0; index < MODELS_OF_AN_OPERATOR; index++) {
        const draft = OPERATOR_DRAFTS[name]((least, largest) => least + random(largest - least + 1));
        const model = writeTflite(asFloats(draft));
        const { network } = importTflite(model, `model ${index}`, { name, pixelRange: [-4, 4] });
        await expectNearlyEqual(oracle, model, network, noise(network));
      }
    });
  }
});

async function expectNearlyEqual(
  oracle: TfliteOracle,
  model: Uint8Array,
  network: Network,
  inputs: readonly Uint8Array[],
): Promise<void> {
  const expected = oracle.runFloats(
    model,
    inputs.map((pixels) => realInput(network, pixels)),
  );
  for (const [index, pixels] of inputs.entries()) {
    const found = await realOutputs(network, pixels, 1);
    const largest = expected[index].reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const difference = found.reduce(
      (most, value, place) => Math.max(most, Math.abs(value - expected[index][place])),
      0,
    );
    expect(difference).to.be.at.most(TOLERANCE * largest, `input ${index}`);
  }
}

function realInput({ input }: Network, pixels: Uint8Array): Float32Array {
  const tables = realPixels(input);
  return Float32Array.from(pixels, (pixel, index) => tables[index % tables.length][pixel]);
}

function noise({ input }: Network): Uint8Array[] {
  const random = randomFrom(2);
  return Array.from({ length: RANDOM_INPUTS }, () =>
    Uint8Array.from({ length: pixelsPerImage(input) }, () => [0, 255, random(256), random(256)][random(4)]),
  );
}

/** None for networks that do not read pictures in colour. */
async function photos(test: Mocha.Context, network: Network): Promise<Uint8Array[]> {
  if (network.input.centralCrop === undefined) return [];
  const labels: { file: string }[] = JSON.parse(readFileSync(sharedData(test, 'imagenet-samples/labels.json'), 'utf8'));
  const files = labels.map(({ file }) => sharedData(test, `imagenet-samples/${file}`));
  const { pixels } = await loadPictures(network, files);
  const size = pixelsPerImage(network.input);
  return files.map((_, index) => pixels.subarray(index * size, (index + 1) * size));
}

async function outputsOf(network: Network, inputs: readonly Uint8Array[]): Promise<Uint8Array[]> {
  const executor = createExecutor(network, { backend: 'wasm' });
  return Promise.all(
    inputs.map(async (pixels) => {
      const codes = await executor.run(pixels, 1);
      return Uint8Array.from({ length: codes.columns }, (_, index) => getCode(codes, 0, index));
    }),
  );
}
