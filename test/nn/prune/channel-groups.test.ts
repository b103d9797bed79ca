import { expect } from 'chai';
import { loadNamedNetwork } from '../../../sim/nn/catalog.js';
import { parseNetwork } from '../../../sim/nn/network-file.js';
import { type ChannelGroup, findChannels } from '../../../sim/nn/prune/channel-groups.js';
import { inputErrorOf } from '../../helpers/input-error.js';

function groupsOf(name: string): readonly ChannelGroup[] {
  return findChannels(loadNamedNetwork(name)).groups;
}

function groupOf(name: string, group: string): ChannelGroup {
  return groupsOf(name).find((found) => found.name === group)!;
}

const rule = 'requantize: { rule: powerOfTwo, shift: 7 }';

function parse(lines: readonly string[]) {
  const head =
    'schema: qcycle.network/1\nname: small\ninput: { shape: [4, 4, 8], type: { bits: 8, encoding: signed }, range: [-128, 127] }';
  return parseNetwork(`${head}\nlayers:\n${lines.map((line) => `  - { ${line} }`).join('\n')}`, 'small.yaml').network;
}

describe('the channels of a network that belong together', () => {
  it('are those that sums join, over all blocks of a stage', () => {
    expect(groupOf('resnet50', 'res2a_branch1')).to.deep.include({
      producers: ['res2a_branch1', 'res2a_branch2c', 'res2b_branch2c', 'res2c_branch2c'],
      joined: true,
    });
    expect(groupOf('resnet50', 'res2a_branch2a')).to.deep.include({ producers: ['res2a_branch2a'], joined: false });
    expect(groupsOf('resnet50')).to.have.length(1 + 4 + 2 * 16);
  });

  it('are those that depthwise kernels filter', () => {
    expect(groupOf('mobilenet-v2', 'block3_expand')).to.deep.include({
      producers: ['block3_expand'],
      filters: ['block3_depthwise'],
      joined: false,
    });
    expect(groupOf('mobilenet-v2', 'conv').channels).to.have.length(32);
  });

  it('are all that meet in a sum behind a concatenation, piece by piece', () => {
    const network = parse([
      `name: A, op: integerConvolution, outputChannels: 3, kernel: 1, ${rule}`,
      `name: B, op: integerConvolution, inputs: [input], outputChannels: 5, kernel: 1, ${rule}`,
      'name: C, op: concat, inputs: [A, B], axis: 2',
      `name: D, op: integerConvolution, outputChannels: 8, kernel: 1, ${rule}`,
      'name: S, op: add, inputs: [C, D], rule: powerOfTwo',
      `name: E, op: integerConvolution, outputChannels: 2, kernel: 1, ${rule}`,
    ]);
    const { groups, tensors } = findChannels(network);
    expect(groups).to.have.length(1);
    expect(groups[0]).to.deep.include({ name: 'A', producers: ['A', 'B', 'D'], joined: true });
    expect(groups[0].channels).to.have.length(8);
    expect([...tensors.get('A')!, ...tensors.get('B')!]).to.deep.equal(tensors.get('D'));
  });

  it('are not those of the input, of outputs, and of groups that are not depthwise', () => {
    const network = parse([
      `name: A, op: integerConvolution, outputChannels: 8, kernel: 1, groups: 2, ${rule}`,
      'name: S, op: add, inputs: [input, A], rule: powerOfTwo',
      `name: B, op: integerConvolution, outputChannels: 4, kernel: 1, ${rule}`,
    ]);
    expect(findChannels(network).groups).to.deep.equal([]);
  });

  it('are repeated where a map becomes a vector, or squares become pixels', () => {
    const network = parse([
      `name: A, op: integerConvolution, outputChannels: 3, kernel: 1, ${rule}`,
      'name: R, op: spaceToDepth, block: 2',
      'name: V, op: reshape, shape: [48]',
      `name: F, op: integerFullyConnected, outputFeatures: 2, ${rule}`,
    ]);
    const { tensors } = findChannels(network);
    const own = tensors.get('A')!;
    expect(tensors.get('R')).to.deep.equal([...own, ...own, ...own, ...own]);
    expect(tensors.get('V')).to.have.length(48);
    expect(new Set(tensors.get('V'))).to.deep.equal(new Set(own));
  });

  it('are not known of layers of codes', () => {
    expect(inputErrorOf(() => groupsOf('cnv-w1a1'))).to.equal(
      'layer L0 is a convolution of codes, allowed: layers of integers or real numbers',
    );
  });
});
