import { expect } from 'chai';
import { loadGap8Layers } from '../../sim/gap8/catalog.js';
import { gap8Macs, publishedOperations } from '../../sim/gap8/layers.js';
import { gap8LayersOf } from '../../sim/gap8/layers-of-network.js';
import { loadNamedNetwork } from '../../sim/nn/catalog.js';
import { parseNetwork } from '../../sim/nn/network-file.js';
import { inputErrorOf } from '../helpers/input-error.js';

const TYPE = '{ bits: 8, encoding: signed }';
const CONVOLUTION = `op: integerConvolution, requantize: { rule: scale }, activation: ${TYPE}`;
const FULLY_CONNECTED = `op: integerFullyConnected, requantize: { rule: scale }, activation: ${TYPE}`;

/** The layers of a network whose file has these, on a map of 8 x 8 pixels of 4 channels. */
function layersOf(...layers: string[]) {
  const text = [
    'schema: qcycle.network/1',
    'name: small',
    `input: { shape: [8, 8, 4], type: ${TYPE}, range: [-128, 127] }`,
    'output: { rule: largest, classes: 4 }',
    'layers:',
    ...layers.map((layer) => `  - { ${layer} }`),
  ].join('\n');
  return gap8LayersOf(parseNetwork(text, 'n.yaml').network);
}

const problemOf = (...layers: string[]) => inputErrorOf(() => layersOf(...layers));

describe('the layers of a network on GAP8', () => {
  it('are convolutions with any window, pools, sums, and what software does behind them', () => {
    const network = layersOf(
      `name: conv, ${CONVOLUTION}, outputChannels: 16, kernel: [5, 3], stride: [2, 1], padding: { top: 1, bottom: 2, left: 1, right: 1 }`,
      `name: dw, ${CONVOLUTION}, outputChannels: 16, kernel: 3, padding: 1, groups: 16`,
      `name: pw, ${CONVOLUTION}, outputChannels: 16, kernel: 1`,
      'name: sum, op: add, inputs: [dw, pw], activation: { bits: 8, encoding: signed }',
      'name: both, op: concat, inputs: [sum, conv], axis: 2',
      `name: scaled, op: rescale, precision: fine, activation: ${TYPE}`,
      'name: max, op: integerMaxPool, kernel: 2, stride: 2',
      `name: mean, op: mean, activation: ${TYPE}`,
      'name: flat, op: reshape, shape: [32]',
      `name: fc, ${FULLY_CONNECTED}, outputFeatures: 4`,
      `name: soft, op: softmax, beta: 1, activation: ${TYPE}`,
    );
    const ops = network.layers.map(({ name, op }) => `${name} ${op}`);
    expect(ops).to.deep.equal([
      'conv convolution',
      'dw depthwise',
      'pw pointwise',
      'sum add',
      'both concat',
      'scaled scale',
      'max maxPool',
      'mean averagePool',
      'fc fullyConnected',
    ]);
    const [conv, dw, pw, sum, both] = network.layers;
    expect([conv.outHeight, conv.outWidth]).to.deep.equal([4, 8]);
    expect([conv, dw, pw, sum].map(gap8Macs)).to.deep.equal([15 * 4 * 16 * 32, 9 * 16 * 32, 16 * 16 * 32, 0]);
    expect(sum.inputs.map(({ name }) => name)).to.deep.equal(['dw', 'pw']);
    expect([both.inChannels, both.outChannels]).to.deep.equal([32, 32]);
    expect(network.layers.at(-1)!.inputs).to.deep.equal([{ name: 'mean', channels: 32 }]);
    expect(network.inSoftware).to.deep.equal(['soft']);
  });

  it('leave zeros around a map to the convolutions that read it', () => {
    const { layers } = layersOf(
      'name: zeros, op: pad, padding: { top: 0, bottom: 1, left: 0, right: 1 }',
      `name: conv, ${CONVOLUTION}, outputChannels: 8, kernel: 3, stride: 2`,
    );
    expect(layers).to.have.length(1);
    const [{ inputs, height, outHeight, padding }] = layers;
    expect(inputs).to.deep.equal([{ name: 'input', channels: 4 }]);
    expect({ height, outHeight, padding }).to.deep.equal({
      height: 8,
      outHeight: 4,
      padding: { top: 0, left: 0, bottom: 1, right: 1 },
    });
  });

  it('are those of codes too', () => {
    expect(gap8LayersOf(loadNamedNetwork('cnv-w1a1')).layers.map(({ op }) => op)).to.deep.equal([
      ...[
        'convolution',
        'convolution',
        'maxPool',
        'convolution',
        'convolution',
        'maxPool',
        'convolution',
        'convolution',
      ],
      ...['fullyConnected', 'fullyConnected', 'fullyConnected'],
    ]);
  });

  it('of a kind that the machine cannot run are refused', () => {
    const conv = (rest: string) => problemOf(`name: conv, ${CONVOLUTION}, outputChannels: 8, ${rest}`);
    const ALLOWED = 'which GAP8 cannot run, allowed: convolutions with one group or one for each channel, pools, ';
    expect(conv('kernel: 3, groups: 2')).to.include(`conv: a convolution in 2 groups of 4 to 8 channels, ${ALLOWED}`);
    expect(conv('kernel: 3, dilation: 2')).to.include(`conv: a convolution with dilation 2 x 2, ${ALLOWED}`);
    expect(conv('kernel: 3, padding: 3')).to.include(
      `conv: a window of 3 x 3 with stride 1 x 1 and padding 3, 3, 3, 3, ${ALLOWED}`,
    );
    expect(
      problemOf(`name: soft, op: softmax, beta: 1, activation: ${TYPE}`, 'name: zeros, op: pad, padding: 1'),
    ).to.include('zeros: reads the output of a softmax, ');
    expect(problemOf('name: zeros, op: pad, padding: 1', 'name: max, op: integerMaxPool, kernel: 2')).to.include(
      'max: reads zeros, a padded map, ',
    );
    expect(problemOf('name: two, op: concat, inputs: [input, input], axis: 0')).to.include(
      'two: a concat along axis 0, ',
    );
    expect(problemOf('name: turned, op: reshape, shape: [4, 8, 8]')).to.include(
      'turned: a reshape of 8 x 8 x 4 to 4 x 8 x 8, ',
    );
    expect(problemOf(`name: soft, op: softmax, beta: 1, activation: ${TYPE}`)).to.include(
      "small: has no layer that GAP8's cluster runs, ",
    );
    expect(inputErrorOf(() => gap8LayersOf(loadNamedNetwork('dorefanet')))).to.include(
      'conv1: a convolution in 2 groups of 68 to 180 channels, ',
    );
  });

  it('of MobileNetV1 do 568 740 352 MACs, 571 123 712 operations as the document counts', () => {
    const { layers } = loadGap8Layers('mobilenet-v1');
    const sum = (count: (layer: (typeof layers)[number]) => number) =>
      layers.reduce((total, layer) => total + count(layer), 0);
    expect(sum(gap8Macs)).to.equal(568_740_352);
    expect(sum(publishedOperations)).to.equal(571_123_712);
  });
});
