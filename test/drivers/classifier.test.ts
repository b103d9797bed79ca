import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { Classifier } from '../../sim/drivers/classifier.js';
import { loadPictures } from '../../sim/drivers/load-pictures.js';
import { loadNamedNetwork } from '../../sim/nn/catalog.js';
import { writeIdx } from '../../sim/nn/data/idx.js';
import { mnistTestImages } from '../../sim/nn/data/mnist.js';
import { CNV_NETWORKS } from '../helpers/cnv.js';
import { inputErrorOf } from '../helpers/input-error.js';
import { MOBILENET_ARCHIVE, mobilenetFile } from '../helpers/mobilenet.js';
import { sharedData } from '../helpers/shared-data.js';
import { inTemporaryFolder } from '../helpers/temporary-folder.js';

describe('Classifier', () => {
  for (const runtime of ['hardware', 'software'] as const) {
    it(`classifies digits, one and many, on the ${runtime} runtime`, () =>
      inTemporaryFolder(async (folder) => {
        const file = join(folder, 'digits');
        const pixels = mnistTestImages().data.subarray(0, 5 * 784);
        writeFileSync(file, writeIdx({ shape: [5, 28, 28], data: pixels }));
        const classifier = Classifier.load({ network: 'lfc-w1a1', runtime });
        expect(await classifier.classifyFile(file)).to.deep.equal([7, 2, 1, 0, 4]);
        expect(await classifier.classify(pixels.subarray(0, 784))).to.equal(7);
        expect(classifier.usecPerImage).to.be.above(0);
        expect(classifier.imagesPerSecond).to.equal(1e6 / classifier.usecPerImage);
      }));

    it(`classifies a photo on the ${runtime} runtime, as a file and as a single picture`, async function () {
      const [{ name, parameters }] = CNV_NETWORKS;
      const photo = sharedData(this, 'bnn-pynq/pictures/deer.jpg');
      const classifier = Classifier.load({ network: name, runtime, params: sharedData(this, parameters) });
      const [found] = await classifier.classifyFile(photo);
      expect(classifier.classes[found]).to.equal('deer');
      const { pixels } = await loadPictures(loadNamedNetwork(name), [photo]);
      expect(await classifier.classify(pixels)).to.equal(found);
    });
  }

  it('classifies a raw input of MobileNetV1 on the software runtime', function () {
    const params = sharedData(this, MOBILENET_ARCHIVE);
    const input = mobilenetFile(this, 'L0_INPUT.bin');
    return inTemporaryFolder(async (folder) => {
      const file = join(folder, 'L0_INPUT.bin');
      writeFileSync(file, input);
      const classifier = Classifier.load({ network: 'mobilenet-v1', runtime: 'software', params });
      expect(await classifier.classifyFile(file)).to.deep.equal([144]);
    });
  });

  it('asks for parameters where none are shipped', () => {
    const load = () => Classifier.load({ network: 'cnv-w1a1', runtime: 'software' });
    expect(inputErrorOf(load)).to.equal('cnv-w1a1 has no weights: give params');
  });
});
