import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadNetwork } from '../../../sim/nn/load-network.js';
import { exportBnnPynq } from '../../../sim/nn/parameters/bnn-pynq.js';
import { loadBnnPynq } from '../../../sim/nn/parameters/load-parameters.js';
import { withParameters } from '../../../sim/nn/with-parameters.js';
import { inputErrorOf } from '../../helpers/input-error.js';
import { sharedData } from '../../helpers/shared-data.js';
import { LFC_FOLDINGS, smallNetwork } from '../../helpers/small-network.js';
import { inTemporaryFolder } from '../../helpers/temporary-folder.js';

/** MW, MH, SIMD and PE of the layers with thresholds (facts/bnn-pynq.md section 1). */
const CNV_W2A2 = [
  [27, 64, 3, 8],
  [576, 64, 16, 16],
  [576, 128, 16, 8],
  [1152, 128, 16, 8],
  [1152, 256, 8, 4],
  [2304, 256, 8, 1],
  [256, 512, 2, 1],
  [512, 512, 2, 2],
] as const;

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
      expect(complete.layers[3].parameters?.thresholds.subarray(10)).to.deep.equal(new Int32Array(54).fill(32767));
    });
  }

  it('loads the 2-bit weights of the published cnvW2A2', function () {
    const file = sharedData(this, 'bnn-pynq/params/cifar10/cnvW2A2/cnvW2A2.tar');
    const ternary = '{ bits: 2, encoding: signed, narrow: true }';
    const layers = CNV_W2A2.map(([mw, mh]) => smallNetwork([mw, mh, 1], ternary).layers[0]);
    const network = { ...smallNetwork([1, 1]), layers };
    const foldings = CNV_W2A2.map(([, , simd, pe]) => ({ pe, simd }));
    const { parameters, classes } = loadBnnPynq(file, network, foldings);
    expect(classes).to.have.length(10);
    expect(() => withParameters(network, parameters, file)).not.to.throw();
  });

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
