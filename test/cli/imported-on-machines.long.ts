import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { qcycle } from '../helpers/qcycle.js';
import { sharedData } from '../helpers/shared-data.js';
import { inTemporaryFolder } from '../helpers/temporary-folder.js';

/** Models, and how many of the photos have their class first, or among the first five, on a DPU. */
const MOBILENETS: readonly [string, number, number][] = [
  ['mobilenet_v2_1.0_224_quant', 30, 37],
  ['gwt_mobilenet_v2_1_0_224_quant', 29, 36],
];
const CALIBRATION_IMAGES = '12';
const PHOTO = 'imagenet-samples/n02106166_Border_collie.JPEG';
/**
 * Of the 10 000 test images of CIFAR-10: by the model of integers, as the TensorFlow Lite runtime has it
 * (data/models/README.md), by the model of real numbers, and by powers of two.
 */
const RESNET8 = { integers: 8697, float: 8719, powerOfTwo: 8679 };

/** Runs a command that must succeed, and gives its JSON. */
async function json(args: readonly string[]) {
  const { code, stdout, stderr } = await qcycle([...args, '--json', '-', '--quiet']);
  expect(code, stderr).to.equal(0);
  return JSON.parse(stdout);
}

/** A model of the shared data as a network of powers of two: the network file, and what was measured. */
async function quantized(model: string, folder: string, importing: readonly string[], quantizing: readonly string[]) {
  const { name } = await json(['import', model, '--out', folder, ...importing]);
  const out = ['--scheme', 'power-of-two', ...quantizing, '--out', folder];
  const record = await json(['quantize', join(folder, `${name}.yaml`), ...out]);
  return { record, network: join(folder, `${name}-power-of-two.yaml`) };
}

describe('imported networks on a DPU, from the model to the classes of photos', () => {
  for (const [model, first, amongFive] of MOBILENETS) {
    it(`${model}: ${first} photos first, ${amongFive} among five`, async function () {
      const photos = sharedData(this, 'imagenet-samples');
      const file = sharedData(this, `models/${model}.tflite`);
      const names = sharedData(this, 'models/imagenet_labels.txt');
      const labels: { file: string; index: number }[] = JSON.parse(readFileSync(join(photos, 'labels.json'), 'utf8'));
      await inTemporaryFolder(async (folder) => {
        const calibration = ['--calibrate', photos, '--calibration-images', CALIBRATION_IMAGES];
        const { network } = await quantized(file, folder, ['--floats'], calibration);
        const run = ['run', network, '--board', 'zcu102', '--class-names', names];
        const pictures = labels.map((label) => join(photos, label.file));
        const { machine, scores, layers } = await json([...run, '--scores', '--input', ...pictures]);
        const places = scores.map((each: number[], image: number) => {
          const score = each[labels[image].index + 1];
          return each.filter((other, index) => other > score || (other === score && index < labels[image].index + 1))
            .length;
        });
        expect(machine).to.equal('dpu');
        expect(layers.filter((layer: { macs: number }) => layer.macs > 0)).to.have.length.greaterThan(30);
        expect(places.filter((place: number) => place === 0)).to.have.lengthOf(first);
        expect(places.filter((place: number) => place < 5)).to.have.lengthOf(amongFive);
        const one = await json([...run, '--input', sharedData(this, PHOTO)]);
        expect(one.topClasses[0]).to.have.length(5);
        expect(one.topClasses[0][0].label).to.equal('Border collie');
      });
    });
  }

  it(`ResNet-8 of real numbers: ${RESNET8.powerOfTwo} of 10 000 test images`, async function () {
    const model = sharedData(this, 'models/resnet8_cifar10_float.tflite');
    const calibration = ['--calibrate', sharedData(this, 'cifar10/train_first4000.bin.gz')];
    const images = sharedData(this, 'cifar10/test.bin.gz');
    await inTemporaryFolder(async (folder) => {
      const importing = ['--pixel-range', '0,255'];
      const { network, record } = await quantized(model, folder, importing, [...calibration, '--input', images]);
      expect([record.float.correct, record.rows[0].correct]).to.deep.equal([RESNET8.float, RESNET8.powerOfTwo]);
      const { accuracy, imagesPerSecond } = await json(['run', network, '--board', 'zcu102', '--input', images]);
      expect(accuracy).to.deep.equal({ correct: RESNET8.powerOfTwo, total: 10_000 });
      expect(imagesPerSecond).to.be.greaterThan(0);
    });
  });
});

describe('imported networks on the fabric', () => {
  it(`ResNet-8 of integers: ${RESNET8.integers} of 10 000 test images`, async function () {
    const model = sharedData(this, 'models/resnet8_cifar10_int8.tflite');
    const images = sharedData(this, 'cifar10/test.bin.gz');
    await inTemporaryFolder(async (folder) => {
      const { files } = await json(['import', model, '--out', folder]);
      const { machine, accuracy, cycles } = await json(['run', files[0], '--board', 'ultra96', '--input', images]);
      expect(machine).to.equal('fabric');
      expect(accuracy).to.deep.equal({ correct: RESNET8.integers, total: 10_000 });
      expect(cycles).to.be.greaterThan(0);
    });
  });
});
