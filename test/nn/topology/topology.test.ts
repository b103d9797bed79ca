import { expect } from 'chai';
import fc from 'fast-check';
import { readText } from '../../../sim/core/input/file.js';
import { loadNamedNetwork } from '../../../sim/nn/catalog.js';
import { type EngineLimits, parseEngineLimits } from '../../../sim/nn/topology/engine-limits.js';
import { parseTopology, type Topology } from '../../../sim/nn/topology/topology.js';
import { expectOnlyInputErrors, inputErrorOf } from '../../helpers/input-error.js';
import { mutated } from '../../helpers/mutated.js';
import { OFFLOAD_NETWORKS, offloadData } from '../../helpers/offload.js';

const LIMITS: EngineLimits = {
  name: 'w1a2',
  activationBits: 2,
  maxKernel: 5,
  maxInputChannels: 8,
  maxOutputChannels: 8,
  maxInputDim: 12,
  maxOutputDim: 11,
  poolWindow: 3,
  maxPoolStride: 2,
};

const example = `{
  "network": "tiny", "binparam": "params", "binparam_skip": 1, "layer_skip": 1,
  "layers": [
    { "name": "conv0", "func": "conv_layer", "kernel_shape": 4, "kernel_stride": 4, "input": [3, 40, 40], "output": [6, 10, 10], "padding": 0 },
    { "name": "split1", "func": "split_layer", "split": 2, "input_channels": 6, "input_dim": 10 },
    { "name": "conv1", "func": "conv_layer", "kernel_shape": 3, "kernel_stride": 1, "input": [3, 10, 10], "output": [4, 10, 10], "padding": 1 },
    { "name": "pool1", "func": "maxpool_layer", "kernel_stride": 2, "input": [4, 11, 11], "output": [4, 5, 5] },
    { "name": "merge1", "func": "merge_layer", "merge": 2, "output_channels": 8, "output_dim": 5 },
    { "name": "conv2", "func": "conv_layer", "kernel_shape": 2, "input": [8, 5, 5], "output": [12, 5, 5], "padding": 0.5 },
    { "name": "end", "func": "none" },
    { "name": "fc0", "func": "fc_layer", "input": 300, "output": 10 }
  ]
}
`;

function parse(text: string): Topology {
  return parseTopology(text, 'net.json', LIMITS);
}

describe('parseTopology', () => {
  for (const { name, limits } of OFFLOAD_NETWORKS) {
    it(`makes the shipped ${name} of the original layers file`, function () {
      const file = offloadData(this, `${name}-layers.json`);
      const overlay = offloadData(this, limits);
      const { network } = parseTopology(readText(file), file, parseEngineLimits(readText(overlay), overlay));
      expect({ ...loadNamedNetwork(name), description: '' }).to.deep.equal(network);
    });
  }

  it('finds the layers that software runs before and behind, and the files', () => {
    const { before, after, files, firstIndex } = parse(example);
    expect(before).to.deep.equal([
      { name: 'conv0', inputShape: [40, 40, 3], outputShape: [10, 10, 6], kernel: 4, stride: 4, padding: 0 },
    ]);
    expect(after).to.deep.equal([{ name: 'fc0', inputFeatures: 300, outputFeatures: 10 }]);
    expect([files, firstIndex]).to.deep.equal([{ parameters: 'params' }, 1]);
  });

  it('pads by halves, the smaller one first', () => {
    const [, pool, convolution] = parse(example).network.layers;
    for (const layer of [pool, convolution]) {
      expect(layer).to.have.property('padding').that.deep.equals({ top: 0, left: 0, bottom: 1, right: 1 });
    }
    expect(pool).to.deep.include({ kernel: [3, 3], stride: [2, 2] });
  });

  it('takes the first shape as that of the input where no layer comes before', () => {
    const { network } = parse(example.replace('"layer_skip": 1', '"layer_skip": 0').replace(/.*"conv0".*\n/, ''));
    expect(network).to.deep.equal(parse(example).network);
  });

  const refusals: [behaviour: string, from: string, to: string, message: string][] = [
    [
      'a name that is a path',
      '"conv1"',
      '"../../evil"',
      '6:15: layers.2.name: found ../../evil, allowed: up to 64 letters, digits, ".", "_" and "-", the first no "."',
    ],
    [
      'an unknown func',
      '"none"',
      '"relu"',
      '10:30: layers.6.func: found relu, allowed: conv_layer, maxpool_layer, split_layer, merge_layer, fc_layer, none',
    ],
    [
      'a split of another shape',
      '"input_channels": 6',
      '"input_channels": 8',
      '5:78: layers.1.input_channels: found 8, expected 6, the output of conv0',
    ],
    [
      'a split that does not divide the channels',
      '"split": 2',
      '"split": 4',
      '5:57: layers.1.split: found 4, allowed: a divisor of the 6 channels',
    ],
    [
      'a convolution of another input',
      '[3, 10, 10], "output"',
      '[6, 10, 10], "output"',
      '6:94: layers.2.input: found 6 x 10 x 10, expected 3 x 10 x 10, the output of conv0',
    ],
    [
      'a map that is not square',
      '[3, 10, 10], "output"',
      '[3, 10, 9], "output"',
      '6:94: layers.2.input: found 10 x 9, allowed: a square feature map',
    ],
    [
      'a convolution of another output',
      '"output": [4, 10, 10]',
      '"output": [4, 9, 9]',
      '6:117: layers.2.output: found 4 x 9 x 9, expected 4 x 10 x 10, 3 x 3 on 12 x 12',
    ],
    [
      'a pool of another input',
      '[4, 11, 11]',
      '[5, 11, 11]',
      '7:78: layers.3.input: found 5 x 11 x 11, expected 4 x 11 x 11, the output of conv1',
    ],
    [
      'a pool of another output',
      '[4, 5, 5]',
      '[4, 6, 6]',
      "7:101: layers.3.output: found 4 x 6 x 6, expected 4 x 5 x 5, the engine's 3 x 3 window",
    ],
    [
      'a pool without convolution',
      '"conv_layer", "kernel_shape": 3, "kernel_stride": 1, "input": [3, 10, 10], "output": [4, 10, 10]',
      '"none", "kernel_shape": 3',
      '7:32: layers.3.func: maxpool_layer without conv_layer right before it',
    ],
    ['a split without merge', '"merge_layer"', '"none"', '5:33: layers.1.func: split_layer without merge_layer'],
    ['a merge without split', '"split_layer"', '"none"', '8:33: layers.4.func: merge_layer without split_layer'],
    [
      'a merge of another number',
      '"merge": 2',
      '"merge": 3',
      '8:57: layers.4.merge: found 3, expected 2, as many as were split',
    ],
    [
      'a merge of other channels',
      '"output_channels": 8',
      '"output_channels": 4',
      '8:79: layers.4.output_channels: found 4, expected 8, the output of pool1',
    ],
    [
      'other inputs of a fully connected layer',
      '"input": 300',
      '"input": 301',
      '11:51: layers.7.input: found 301, expected 300, the output of conv2',
    ],
    [
      'a stride of a convolution',
      '"kernel_stride": 1',
      '"kernel_stride": 2',
      '6:82: layers.2.kernel_stride: found 2, allowed: 1',
    ],
    [
      'a padding of thirds',
      '"padding": 0.5',
      '"padding": 0.3',
      '9:118: layers.5.padding: allowed: whole and half rows',
    ],
    [
      'nothing to offload',
      '"layer_skip": 1',
      '"layer_skip": 7',
      '3:13: layers: found no conv_layer behind 7 skipped entries',
    ],
    ['a name given twice', '"conv2"', '"conv1"', '9:5: layers.5: the name conv1 is taken'],
  ];
  for (const [behaviour, from, to, message] of refusals) {
    it(`refuses ${behaviour}`, () => {
      expect(example).to.include(from);
      expect(inputErrorOf(() => parse(example.replace(from, to)))).to.equal(`net.json:${message}`);
    });
  }

  const onEngine = ' (offload overlay w1a2)';
  const limits: [behaviour: string, limit: Partial<EngineLimits>, message: string][] = [
    ['a kernel', { maxKernel: 2 }, '6:62: layers.2.kernel_shape: found 3 rows of a window, allowed: at most 2'],
    ['input channels', { maxInputChannels: 7 }, '9:75: layers.5.input.0: found 8 input channels, allowed: at most 7'],
    [
      'output channels of a group, which has no iterations',
      { maxOutputChannels: 3 },
      '6:118: layers.2.output.0: found 4 output channels between split and merge, allowed: at most 3',
    ],
    [
      'output channels that iterations do not divide',
      { maxOutputChannels: 5 },
      '9:96: layers.5.output.0: found 12 output channels in 3 iterations of at most 5, allowed: a multiple of 3',
    ],
    ['padded maps', { maxInputDim: 11 }, '6:98: layers.2.input.1: found 12 rows with padding, allowed: at most 11'],
    ['outputs', { maxOutputDim: 9 }, '6:121: layers.2.output.1: found 10 rows, allowed: at most 9'],
    [
      'padded maps of pools',
      { maxOutputDim: 10 },
      '7:82: layers.3.input.1: found 11 rows with padding, allowed: at most 10',
    ],
    ['strides of pools', { maxPoolStride: 1 }, '7:66: layers.3.kernel_stride: found 2, allowed: powers of two up to 1'],
  ];
  for (const [behaviour, limit, message] of limits) {
    it(`refuses what is too large for the engine: ${behaviour}`, () => {
      if (behaviour.includes('divide')) {
        const odd = example.replace('[12, 5, 5]', '[11, 5, 5]').replace('"input": 300', '"input": 275');
        const found = inputErrorOf(() => parseTopology(odd, 'net.json', { ...LIMITS, ...limit }));
        expect(found).to.equal(`net.json:${message.replace('12', '11')}${onEngine}`);
        return;
      }
      expect(inputErrorOf(() => parseTopology(example, 'net.json', { ...LIMITS, ...limit }))).to.equal(
        `net.json:${message}${onEngine}`,
      );
    });
  }

  it('refuses a split right behind a merge of as many', () => {
    const again =
      '"output_dim": 5 },\n    { "name": "split2", "func": "split_layer", "split": 2, "input_channels": 8, "input_dim": 5 },';
    expect(inputErrorOf(() => parse(example.replace('"output_dim": 5 },', again)))).to.equal(
      'net.json:9:33: layers.5.func: a split into 2 right behind a merge of 2',
    );
  });

  it('throws nothing but InputError, whatever the text is', () => {
    fc.assert(
      fc.property(mutated(new TextEncoder().encode(example)), (bytes) =>
        expectOnlyInputErrors(() => parse(new TextDecoder().decode(bytes))),
      ),
      { numRuns: 500 },
    );
  });
});
