import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { loadPictures } from '../../../../sim/drivers/load-pictures.js';
import { createExecutor } from '../../../../sim/nn/execute.js';
import { importTflite } from '../../../../sim/nn/import/tflite/import-tflite.js';
import { type Network, pixelsPerImage } from '../../../../sim/nn/network.js';
import { getCode } from '../../../../sim/nn/packed-matrix.js';
import { randomFrom } from '../../../helpers/random-layer.js';
import { sharedData } from '../../../helpers/shared-data.js';
import { SINGLE_OPERATORS } from '../../../helpers/tflite-models.js';
import { TfliteOracle } from '../../../helpers/tflite-oracle.js';

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
