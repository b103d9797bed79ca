import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { loadPictures } from '../../sim/drivers/load-pictures.js';
import { computeValues } from '../../sim/drivers/values.js';
import { topClasses } from '../../sim/nn/classify.js';
import { loadMobilenet } from '../helpers/mobilenet.js';
import { sharedData } from '../helpers/shared-data.js';

/** Photos, and of how many the right class was the best, or among the best five, when it was measured. */
const PHOTOS = 39;
const TOP_1 = 35;
const TOP_5 = 38;

describe("GAP8's MobileNetV1 on photos", () => {
  it(`knows at least ${TOP_1} of ${PHOTOS}, and ${TOP_5} among the best five`, async function () {
    const network = loadMobilenet(this);
    const labels: { file: string; index: number }[] = JSON.parse(
      readFileSync(sharedData(this, 'imagenet-samples/labels.json'), 'utf8'),
    );
    const files = labels.map(({ file }) => sharedData(this, `imagenet-samples/${file}`));
    const { pixels } = await loadPictures(network, files);
    const outputs = await computeValues({ network, images: PHOTOS }, pixels);
    const ranks = labels.map(({ index }, image) => topClasses(network, outputs, image).indexOf(index));
    expect(ranks).to.have.lengthOf(PHOTOS);
    expect(ranks.filter((rank) => rank === 0)).to.have.lengthOf.at.least(TOP_1);
    expect(ranks.filter((rank) => rank >= 0)).to.have.lengthOf.at.least(TOP_5);
  });
});
