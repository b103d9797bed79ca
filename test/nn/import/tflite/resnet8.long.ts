import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { loadPictures } from '../../../../sim/drivers/load-pictures.js';
import { computeValues } from '../../../../sim/drivers/values.js';
import { classify } from '../../../../sim/nn/classify.js';
import { importTflite } from '../../../../sim/nn/import/tflite/import-tflite.js';
import { sharedData } from '../../../helpers/shared-data.js';

/** As the TensorFlow Lite runtime has it (data/models/README.md). */
const RIGHT = 8697;

describe('ResNet-8 of MLPerf Tiny, imported', () => {
  it(`knows ${RIGHT} of the 10 000 test images of CIFAR-10`, async function () {
    const file = sharedData(this, 'models/resnet8_cifar10_int8.tflite');
    const { network } = importTflite(new Uint8Array(readFileSync(file)), file, { name: 'resnet8' });
    const { pixels, labels } = await loadPictures(network, [sharedData(this, 'cifar10/test.bin.gz')]);
    const classes = classify(network, await computeValues({ network, images: 10_000 }, pixels));
    expect(labels).to.have.lengthOf(10_000);
    expect(classes.filter((found, image) => found === labels![image])).to.have.lengthOf(RIGHT);
  });
});
