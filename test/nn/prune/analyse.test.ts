import { expect } from 'chai';
import { loadNamedNetwork } from '../../../sim/nn/catalog.js';
import { analyse } from '../../../sim/nn/prune/analyse.js';
import { costsOf } from '../../../sim/nn/prune/operations.js';

describe('analyse', () => {
  it('prunes each group alone to each ratio, and counts what is lost from what there was', async () => {
    const network = loadNamedNetwork('mobilenet-v1-0.25-128');
    const all = costsOf(network).macs;
    const seen: number[] = [];
    const { measure, ratios, groups } = await analyse(network, {
      evaluate: async (pruned) => 100 * (costsOf(pruned).macs / all),
      measure: 'operations',
      multiple: 1,
      progress: (done) => seen.push(done),
    });
    expect(measure).to.equal('operations');
    expect(groups).to.have.length(14);
    expect(seen).to.deep.equal(Array.from({ length: 14 * 9 }, (_, index) => index + 1));
    for (const { losses } of groups) {
      expect(losses).to.have.length(ratios.length);
      expect(losses[0]).to.equal(0);
      for (let index = 1; index < losses.length; index++) expect(losses[index]).to.be.at.least(losses[index - 1]);
    }
    const { losses } = groups.find(({ group }) => group === 'conv6_pointwise')!;
    const own = 8 * 8 * 64 * 128 + 8 * 8 * 128 * (9 + 128);
    expect(losses[5]).to.be.closeTo(own / 2 / all, 1e-9);
  });
});
