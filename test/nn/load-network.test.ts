import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadNetwork } from '../../sim/nn/load-network.js';
import { hasParameters } from '../../sim/nn/network.js';
import { inputErrorOf } from '../helpers/input-error.js';
import { inTemporaryFolder } from '../helpers/temporary-folder.js';

describe('loadNetwork', () => {
  for (const name of ['lfc-w1a1', 'lfc-w1a2']) {
    it(`loads ${name} with its parameters`, () => {
      expect(hasParameters(loadNetwork(`networks/${name}.yaml`))).to.equal(true);
    });
  }

  it('looks for the parameters beside the network', () =>
    inTemporaryFolder((folder) => {
      const file = join(folder, 'a.yaml');
      writeFileSync(
        file,
        `{ schema: qcycle.network/1, name: a, parameters: b.qcw,
           input: { shape: [1], type: { bits: 1, encoding: bipolar }, threshold: 1, paddedFeatures: 1 },
           output: { rule: highestSetBit, classes: [a] },
           layers: [{ name: L0, op: fullyConnected, outputFeatures: 1, weights: { bits: 1, encoding: bipolar },
                      accumulate: sum, activation: { bits: 1, encoding: unsigned } }] }`,
      );
      expect(inputErrorOf(() => loadNetwork(file))).to.equal(`${join(folder, 'b.qcw')}: no such file or folder`);
    }));
});
