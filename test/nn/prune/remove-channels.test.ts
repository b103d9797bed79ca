import { expect } from 'chai';
import fc from 'fast-check';
import { isFloatLayer, type Network } from '../../../sim/nn/network.js';
import { parseNetwork } from '../../../sim/nn/network-file.js';
import { prunedFile } from '../../../sim/nn/prune/pruned-file.js';
import { runFloatReference } from '../../../sim/nn/reference/float/network.js';
import { runReference } from '../../../sim/nn/reference/network.js';
import { randomPruning, withZeros } from '../../helpers/random-pruning.js';

type Bare = Network['layers'][number] & { readonly parameters?: unknown };

/** Numbers of the layers that software reads; -0 is 0. */
function outputsOf(network: Network, pixels: Uint8Array): number[][] {
  const run = network.layers.some(isFloatLayer) ? runFloatReference : runReference;
  const values = run(network, pixels);
  return network.outputs!.map((name) => [...values.get(name)!].map((value) => value + 0));
}

describe('a network without some of its channels', () => {
  it('gives what the whole network gives with zeros in their place', () => {
    fc.assert(
      fc.property(randomPruning, ({ network, pixels, pruner, counts }) => {
        const { network: pruned } = pruner.prune(counts);
        const masked = withZeros(network, pruner, pruner.removed(counts));
        expect(outputsOf(pruned, pixels)).to.deep.equal(outputsOf(masked, pixels));
      }),
      { numRuns: 100 },
    );
  });

  it('is what its file says', () => {
    fc.assert(
      fc.property(randomPruning, ({ text, network, pruner, counts }) => {
        const { network: pruned, reduction } = pruner.prune(counts);
        const named = { network: { ...pruned, name: 'pruned' }, reduction };
        const { network: read } = parseNetwork(prunedFile(text, network, named), 'pruned.json');
        expect(read.layers).to.deep.equal(pruned.layers.map(({ parameters: _, ...layer }: Bare) => layer));
        expect(read.name).to.equal('pruned');
      }),
      { numRuns: 50 },
    );
  });
});
