import { resolve } from 'node:path';
import { expect } from 'chai';
import { cnvTable } from '../../sim/cli/cnv-table.js';
import { sharedData } from '../helpers/shared-data.js';

describe('the CNV table', () => {
  it('has times and operations, and no accuracies, without the original parameters', async () => {
    const { rows, columns } = await cnvTable(undefined);
    expect(rows.map(({ name }) => name).filter((name) => !name.includes(' '))).to.deep.equal([
      'cnv-w1a1',
      'cnv-w1a2',
      'cnv-w2a2',
    ]);
    const [{ model, errorPercent }] = rows;
    expect(model.accuracyPercent).to.equal(null);
    expect(Math.abs(errorPercent.microseconds!)).to.be.below(0.5);
    expect(errorPercent.ops).to.equal(0);
    for (const { name } of columns.filter(({ name }) => !['accuracyPercent', 'idealCycles'].includes(name))) {
      expect(model[name], name).to.be.above(0);
    }
    for (const row of rows) expect(row.errorPercent.idealCycles ?? 0).to.equal(0);
  });

  it('has the published accuracies with them', async function () {
    const data = resolve(sharedData(this, 'bnn-pynq/params/cifar10/cnvW1A1/cnvW1A1.tar'), '../../../../..');
    const { rows } = await cnvTable(data);
    const accuracies = rows.flatMap(({ model }) => model.accuracyPercent ?? []);
    expect(accuracies).to.deep.equal([79.22, 82.66, 84.29]);
  });
});
