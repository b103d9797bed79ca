import { expect } from 'chai';
import { MOBILENET_ARCHIVE } from '../helpers/mobilenet.js';
import { qcycle } from '../helpers/qcycle.js';
import { sharedData } from '../helpers/shared-data.js';

/** Photos, and of how many the right class was the best, or among the best five, when it was measured. */
const PHOTOS = 39;
const TOP_1 = 35;
const TOP_5 = 38;

describe("GAP8's MobileNetV1 on photos", () => {
  it(`knows at least ${TOP_1} of ${PHOTOS}, and ${TOP_5} among the best five`, async function () {
    this.timeout(60_000);
    const photos = sharedData(this, 'imagenet-samples');
    const labels = sharedData(this, 'imagenet-samples/labels.json');
    const inputs = ['--input', photos, '--labels', labels];
    const params = sharedData(this, MOBILENET_ARCHIVE);
    const { code, stdout, stderr } = await qcycle([
      'run',
      'mobilenet-v1',
      '--params',
      params,
      ...inputs,
      '--json',
      '-',
    ]);
    expect([code, stderr]).to.deep.equal([0, '']);
    const { correct, correctTop5, total } = JSON.parse(stdout).accuracy;
    expect(total).to.equal(PHOTOS);
    expect(correct).to.be.at.least(TOP_1);
    expect(correctTop5).to.be.at.least(TOP_5);
  });
});
