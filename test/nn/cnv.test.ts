import { expect } from 'chai';
import { withOriginalParameters } from '../../sim/drivers/load-job.js';
import { loadPictures } from '../../sim/drivers/load-pictures.js';
import { loadNamedNetwork } from '../../sim/nn/catalog.js';
import { runReference } from '../../sim/nn/reference/network.js';
import { CNV_NETWORKS } from '../helpers/cnv.js';
import { sharedData } from '../helpers/shared-data.js';

/** Printed by the hardware for the picture of a deer (facts/bnn-pynq.md section 5). */
const SCORES = {
  'cnv-w1a1': [234, 231, 265, 248, 410, 257, 224, 262, 226, 233],
  'cnv-w1a2': [-20, -46, -38, -6, 268, 6, -14, -28, -38, -30],
  'cnv-w2a2': [-24, -34, -21, -13, 244, 4, -7, -20, -27, -13],
};

describe('CNV with the original parameters', () => {
  for (const { name, parameters } of CNV_NETWORKS) {
    for (const picture of ['deer-32x32.bin', 'deer.jpg']) {
      it(`gives the scores that the hardware printed for ${picture} on ${name}`, async function () {
        const network = withOriginalParameters(loadNamedNetwork(name), sharedData(this, parameters));
        const { pixels } = await loadPictures(network, [sharedData(this, `bnn-pynq/pictures/${picture}`)]);
        const scores = runReference(network, pixels).get('L8')!;
        expect([...scores.subarray(0, 10)]).to.deep.equal(SCORES[name]);
      });
    }
  }
});
