import { expect } from 'chai';
import fc from 'fast-check';
import { loadNamedNetwork } from '../../../sim/nn/catalog.js';
import { isIntegerMatrixLayer, type Network } from '../../../sim/nn/network.js';
import { findChannels } from '../../../sim/nn/prune/channel-groups.js';
import { costsOf } from '../../../sim/nn/prune/operations.js';
import { Pruner, prune, pruneLike } from '../../../sim/nn/prune/prune.js';
import { PROFILES, profileOf } from '../../../sim/nn/prune/sensitivity.js';
import { inputErrorOf } from '../../helpers/input-error.js';
import { randomFrom } from '../../helpers/random-layer.js';
import { withRandomParameters } from '../../helpers/random-powers.js';

const mobilenet = loadNamedNetwork('mobilenet-v2');
const withoutWeights = PROFILES.filter((profile) => profile !== 'norms');

function pruned(network: Network, profile: (typeof PROFILES)[number], ratio: number, multiple = 2) {
  return prune(network, { ratio, multiple, sensitivities: profileOf(profile, network, findChannels(network)) });
}

describe('prune', function () {
  this.timeout(30_000);

  it('removes the part of the operations that is asked for, to a percent', () => {
    const wanted = fc.record({
      profile: fc.constantFrom(...withoutWeights),
      ratio: fc.double({ min: 0.05, max: 0.7, noNaN: true }),
    });
    fc.assert(
      fc.property(wanted, ({ profile, ratio }) => {
        const { network, reduction } = pruned(mobilenet, profile, ratio);
        expect(reduction).to.be.closeTo(ratio, 0.01);
        expect(1 - costsOf(network).macs / costsOf(mobilenet).macs).to.equal(reduction);
      }),
      { numRuns: 10 },
    );
  });

  it('keeps multiples, two channels at least, and all of small groups that are no multiple', () => {
    for (const multiple of [1, 2, 16]) {
      for (const { channels, kept } of pruned(mobilenet, 'uniform', 0.6, multiple).groups) {
        expect(kept % multiple === 0 || kept === channels.length).to.equal(true);
        expect(kept).to.be.within(2, channels.length);
      }
    }
  });

  it('keeps channels that sums join where only the others are pruned', () => {
    for (const { joined, channels, kept } of pruned(mobilenet, 'expansion', 0.5).groups) {
      expect(kept === channels.length).to.equal(joined);
    }
  });

  it('removes more of what costs less', () => {
    const { groups } = pruned(mobilenet, 'synthetic', 0.5);
    const removed = (name: string) => {
      const { channels, kept } = groups.find((group) => group.name === name)!;
      return 1 - kept / channels.length;
    };
    expect(removed('block16_expand')).to.be.above(removed('block4_expand'));
    expect(removed('block6_expand')).to.be.above(removed('block6_project'));
  });

  it('takes steps of which each has the channels of the next', () => {
    const counts = [0.1, 0.2, 0.3, 0.4, 0.5].map((ratio) =>
      pruned(mobilenet, 'synthetic', ratio).groups.map(({ kept }) => kept),
    );
    counts.slice(1).forEach((later, step) => {
      for (const [group, kept] of later.entries()) expect(kept).to.be.at.most(counts[step][group]);
    });
    const pruner = new Pruner(mobilenet);
    const [more, less] = [pruner.removed(counts[4]), pruner.removed(counts[0])];
    for (const channel of less) expect(more.has(channel)).to.equal(true);
  });

  it('keeps as many channels as another network that was pruned from the same one', () => {
    const [small, smaller] = [0.2, 0.5].map((ratio) => pruned(mobilenet, 'synthetic', ratio).network);
    expect(pruneLike(mobilenet, smaller).network.layers).to.deep.equal(smaller.layers);
    expect(pruneLike(small, smaller).network.layers).to.deep.equal(smaller.layers);
    expect(inputErrorOf(() => pruneLike(smaller, small))).to.match(/^mobilenet-v2 has \d+ channels of conv, allowed: /);
  });

  it('removes the smallest filters, of all layers that a sum joins together', () => {
    const resnet = withRandomParameters(loadNamedNetwork('resnet18'), randomFrom(9));
    const { groups, network } = pruned(resnet, 'norms', 0.3);
    const group = groups.find(({ name }) => name === 'conv1')!;
    expect(group.producers).to.deep.equal(['conv1', 'res2a_branch2b', 'res2b_branch2b']);
    const norms = Array.from({ length: 64 }, (_, row) =>
      resnet.layers
        .filter(isIntegerMatrixLayer)
        .filter(({ name }) => group.producers.includes(name))
        .reduce(
          (sum, { mw, parameters }) =>
            sum +
            parameters!.weights
              .subarray(row * mw, (row + 1) * mw)
              .reduce((total, weight) => total + Math.abs(weight), 0),
          0,
        ),
    );
    const largest = norms.map((_, row) => row).sort((a, b) => norms[b] - norms[a]);
    const expected = largest.slice(0, group.kept).sort((a, b) => a - b);
    const [before, after] = [resnet, network].map(({ layers }) => layers.find(({ name }) => name === 'conv1')!);
    if (!isIntegerMatrixLayer(before) || !isIntegerMatrixLayer(after)) throw new TypeError('no integers');
    expect([...after.parameters!.bias]).to.deep.equal(expected.map((row) => before.parameters!.bias[row]));
    const { mw } = before;
    expect([...after.parameters!.weights]).to.deep.equal(
      expected.flatMap((row) => [...before.parameters!.weights.subarray(row * mw, (row + 1) * mw)]),
    );
  });

  it('says how far it can go', () => {
    expect(inputErrorOf(() => pruned(mobilenet, 'expansion', 0.95))).to.match(
      /^found 95 % of the operations of mobilenet-v2, allowed: up to [\d.]+ %, with the largest tested ratios of all groups$/,
    );
  });

  it('needs weights for their norms, and groups that there are', () => {
    expect(inputErrorOf(() => pruned(mobilenet, 'norms', 0.5))).to.equal(
      'mobilenet-v2 has no weights: norms need some',
    );
    const sensitivities = { measure: '', ratios: [0, 0.5], groups: [{ group: 'konv', losses: [0, 1] }] };
    expect(inputErrorOf(() => prune(mobilenet, { ratio: 0.5, multiple: 2, sensitivities }))).to.match(
      /^no group of channels konv, allowed: conv, block0_expand, /,
    );
  });
});

describe('the costs of a network', () => {
  it('are higher in lanes of 16 channels, unless all are filled', () => {
    const { macs, laneMacs, weights } = costsOf(mobilenet);
    expect(laneMacs).to.be.above(macs);
    expect(weights).to.equal(2_193_344);
    const vgg = costsOf(loadNamedNetwork('vgg16-imagenet'));
    const first = 224 * 224 * 64 * 9;
    expect(vgg.laneMacs - vgg.macs).to.equal(first * (16 / 3) - first * 3 + 4096 * (1008 - 1000));
  });
});
