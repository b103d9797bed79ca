import { expect } from 'chai';
import { withOriginalParameters } from '../../sim/drivers/load-job.js';
import { loadPictures } from '../../sim/drivers/load-pictures.js';
import { loadNamedNetwork } from '../../sim/nn/catalog.js';
import { classify } from '../../sim/nn/classify.js';
import { createExecutor } from '../../sim/nn/execute.js';
import { CNV_NETWORKS } from '../helpers/cnv.js';
import { sharedData } from '../helpers/shared-data.js';

const CORRECT = { 'cnv-w1a1': 7922, 'cnv-w1a2': 8266, 'cnv-w2a2': 8429 };

describe('CNV with the original parameters', () => {
  for (const { name, parameters } of CNV_NETWORKS) {
    it(`has exactly the published accuracy on the CIFAR-10 test set: ${name}`, async function () {
      const network = withOriginalParameters(loadNamedNetwork(name), sharedData(this, parameters));
      const { pixels, labels } = await loadPictures(network, [sharedData(this, 'cifar10/test.bin.gz')]);
      const executor = createExecutor(network);
      const classes = classify(network, await executor.run(pixels, 10_000));
      await executor.close();
      expect(classes.filter((found, image) => found === labels![image])).to.have.lengthOf(CORRECT[name]);
    });
  }
});
