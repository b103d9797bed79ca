import { expect } from 'chai';
import { loadGap8Layers } from '../../sim/gap8/catalog.js';
import { gap8Macs, publishedOperations } from '../../sim/gap8/layers.js';
import { gap8LayersOf, type NetworkLayer } from '../../sim/gap8/layers-of-network.js';
import { loadNamedNetwork } from '../../sim/nn/catalog.js';
import { parseNetwork } from '../../sim/nn/network-file.js';
import { inputErrorOf } from '../helpers/input-error.js';

const conv: NetworkLayer = {
  name: 'conv',
  op: 'convolution',
  inputs: ['input'],
  inputShape: [8, 8, 4],
  outputShape: [4, 4, 16],
  kernel: [3, 3],
  stride: [2, 2],
  dilation: [1, 1],
  groups: 1,
  padding: { top: 0, left: 0, bottom: 1, right: 1 },
};

function problemOf(change: Partial<NetworkLayer>): string {
  return inputErrorOf(() => gap8LayersOf({ name: 'x', layers: [{ ...conv, ...change }] }));
}

describe('the layers of a network on GAP8', () => {
  it('are its convolutions, depthwise and pointwise layers, pools and fully connected layers', () => {
    const layers: NetworkLayer[] = [
      conv,
      {
        ...conv,
        name: 'dw',
        inputs: ['conv'],
        inputShape: [4, 4, 16],
        groups: 16,
        stride: [1, 1],
        padding: { top: 1, left: 1, bottom: 1, right: 1 },
      },
      {
        ...conv,
        name: 'pw',
        inputs: ['dw'],
        inputShape: [4, 4, 16],
        outputShape: [4, 4, 10],
        kernel: [1, 1],
        stride: [1, 1],
        padding: { top: 0, left: 0, bottom: 0, right: 0 },
      },
      {
        name: 'pool',
        op: 'averagePool',
        inputs: ['pw'],
        inputShape: [4, 4, 10],
        outputShape: [1, 1, 10],
        kernel: [4, 4],
        stride: [4, 4],
      },
      { name: 'fc', op: 'fullyConnected', inputs: ['pool'], inputShape: [1, 1, 10], outputShape: [7] },
    ];
    const network = gap8LayersOf({ name: 'x', layers });
    expect(network.layers.map(({ op }) => op)).to.deep.equal([
      'convolution',
      'depthwise',
      'pointwise',
      'averagePool',
      'fullyConnected',
    ]);
    expect(network.layers.map(gap8Macs)).to.deep.equal([9 * 4 * 16 * 16, 9 * 16 * 16, 16 * 10 * 16, 0, 70]);
  });

  it('are read from a network file', () => {
    const text = `schema: qcycle.network/1
name: small
input: { shape: [8, 8, 4], type: { bits: 8, encoding: unsigned }, codes: true }
layers:
  - { name: dw, op: convolution, outputChannels: 4, kernel: 3, padding: 1, groups: 4, weights: { bits: 8, encoding: signed }, accumulate: sum, activation: { bits: 2, encoding: unsigned } }
`;
    const { network } = parseNetwork(text, 'n.yaml');
    expect(gap8LayersOf(network).layers).to.deep.equal([
      {
        name: 'dw',
        op: 'depthwise',
        inChannels: 4,
        outChannels: 4,
        height: 8,
        width: 8,
        outHeight: 8,
        outWidth: 8,
        stride: 1,
        padTop: 1,
        padLeft: 1,
      },
    ]);
  });

  it('of a kind that the machine cannot run are refused', () => {
    const ALLOWED = 'which GAP8 cannot run, allowed: chains of 3x3 convolutions with stride 2, ';
    expect(problemOf({ kernel: [5, 5] })).to.include(
      `conv: a layer of the kind convolution of 5 x 5 with stride 2 x 2, ${ALLOWED}`,
    );
    expect(problemOf({ stride: [1, 1] })).to.include(`with stride 1 x 1, ${ALLOWED}`);
    expect(problemOf({ groups: 2 })).to.include(`in 2 groups, ${ALLOWED}`);
    expect(problemOf({ inputs: ['other'] })).to.include('conv: reads other, not input, ');
    expect(problemOf({ padding: { top: 1, left: 1, bottom: 0, right: 0 } })).to.include('a padding other than that');
    expect(inputErrorOf(() => gap8LayersOf(loadNamedNetwork('tinier-yolo')))).to.include(
      'conv1: a layer of the kind convolution of 3 x 3',
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
