import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { publishedOverlay } from '../../../sim/fabric/index.js';
import { loadNetwork } from '../../../sim/nn/load-network.js';
import { hasParameters, isMatrixLayer } from '../../../sim/nn/network.js';
import { exportBnnPynq } from '../../../sim/nn/parameters/bnn-pynq.js';
import { loadBnnPynq } from '../../../sim/nn/parameters/load-parameters.js';
import { withParameters } from '../../../sim/nn/with-parameters.js';
import { CNV_NETWORKS } from '../../helpers/cnv.js';
import { inputErrorOf } from '../../helpers/input-error.js';
import { sharedData } from '../../helpers/shared-data.js';
import { LFC_FOLDINGS, smallNetwork } from '../../helpers/small-network.js';
import { inTemporaryFolder } from '../../helpers/temporary-folder.js';

describe('loadBnnPynq', () => {
  for (const [published, shipped] of [
    ['lfcW1A1', 'lfc-w1a1'],
    ['lfcW1A2', 'lfc-w1a2'],
  ]) {
    it(`loads the published ${published}`, function () {
      const file = sharedData(this, `bnn-pynq/params/mnist/${published}/${published}.tar`);
      const network = loadNetwork(`networks/${shipped}.yaml`);
      const { parameters, classes } = loadBnnPynq(file, network, LFC_FOLDINGS);
      expect(classes).to.deep.equal(network.classes);
      const complete = withParameters(network, parameters, file);
      const [, , , last] = complete.layers.filter(isMatrixLayer);
      expect(last.parameters?.thresholds.subarray(10)).to.deep.equal(new Int32Array(54).fill(32767));
    });
  }

  for (const { name, parameters: file } of CNV_NETWORKS) {
    it(`loads the published parameters of ${name}, whose last layer has no thresholds`, function () {
      const path = sharedData(this, file);
      const network = loadNetwork(`networks/${name}.yaml`);
      const { parameters, classes } = loadBnnPynq(path, network, publishedOverlay(network)!.layers);
      expect(classes.map((label) => label.toLowerCase())).to.deep.equal(network.classes);
      expect(hasParameters(withParameters(network, parameters, path))).to.equal(true);
      expect(parameters.map(({ thresholds }) => thresholds.length === 0).indexOf(true)).to.equal(8);
    });
  }

  it('loads a folder', () =>
    inTemporaryFolder((folder) => {
      const network = smallNetwork([4, 2]);
      const foldings = [{ pe: 1, simd: 2 }];
      const set = {
        parameters: [
          {
            weights: { rows: 2, columns: 4, bits: 1, wordsPerRow: 1, words: Uint32Array.of(3, 9) },
            thresholds: Int32Array.of(1, 2),
          },
        ],
        classes: ['a'],
      };
      for (const [name, bytes] of exportBnnPynq(set, network, foldings)) writeFileSync(join(folder, name), bytes);
      expect(loadBnnPynq(folder, network, foldings)).to.deep.equal(set);
    }));

  it('refuses a path that does not exist', () => {
    expect(inputErrorOf(() => loadBnnPynq('/no/such.tar', smallNetwork([4, 2]), []))).to.equal(
      '/no/such.tar: no such file or folder',
    );
  });
});
