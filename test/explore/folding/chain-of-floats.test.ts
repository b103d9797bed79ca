import { expect } from 'chai';
import { bestFolding, chainOfFloats } from '../../../sim/explore/index.js';
import { loadBoard } from '../../../sim/fabric/index.js';
import { loadNamedNetwork } from '../../../sim/nn/catalog.js';
import { parseNetwork } from '../../../sim/nn/network-file.js';
import { inputErrorOf } from '../../helpers/input-error.js';
import { withRandomFloats } from '../../helpers/random-floats.js';
import { randomFrom } from '../../helpers/random-layer.js';

/** The chain of a network of these layers on a map of 8 x 8 with 4 channels. */
function chainOf(layers: string) {
  const text = `
schema: qcycle.network/1
name: chain
input: { shape: [8, 8, 4], type: { bits: 32, encoding: float } }
layers:
${layers}`;
  return chainOfFloats(withRandomFloats(randomFrom(1), parseNetwork(text, 'chain.yaml').network));
}

describe('the chain of a network of real numbers', () => {
  it('has its convolutions, pools and fully connected layers, with what belongs to them', () => {
    const { input, layers } = chainOf(`
  - { name: C, op: floatConvolution, outputChannels: 6, kernel: 3, stride: 1, padding: 1 }
  - { name: N, op: floatBatchNorm }
  - { name: R, op: floatRelu }
  - { name: P, op: floatMaxPool, kernel: 8 }
  - { name: M, op: floatMean, flat: true }
  - { name: F, op: floatFullyConnected, outputFeatures: 3 }`);
    expect(input).to.deep.equal([8, 8, 4]);
    expect(layers).to.deep.equal([
      { op: 'convolution', name: 'C', channels: 6, kernel: 3, stride: 1, padding: 1 },
      { op: 'maxPool', name: 'P', kernel: 8, stride: 8 },
      { op: 'fullyConnected', name: 'F', features: 3 },
    ]);
  });

  const refused: [behaviour: string, layers: string, message: string][] = [
    [
      'windows that are not square',
      '  - { name: C, op: floatConvolution, outputChannels: 1, kernel: [1, 3] }',
      'layer C: found a kernel of 1 x 3, allowed: a chain of square windows',
    ],
    [
      'groups',
      '  - { name: C, op: floatConvolution, outputChannels: 4, kernel: 1, groups: 2 }',
      'layer C: found groups or a dilation, allowed: a chain of square windows',
    ],
    [
      'padding of one side',
      '  - { name: C, op: floatConvolution, outputChannels: 1, kernel: 3, padding: { top: 1 } }',
      'layer C: found padding that differs from side to side, allowed: a chain of square windows',
    ],
    [
      'branches',
      '  - { name: A, op: floatAdd, inputs: [input, input] }',
      'layer A: reads input and input, allowed: a chain of square windows',
    ],
    [
      'averages',
      '  - { name: M, op: floatMean }',
      'layer M: the fabric has no floatMean, allowed: a chain of square windows',
    ],
  ];
  for (const [behaviour, layers, message] of refused) {
    it(`refuses ${behaviour}`, () => {
      expect(inputErrorOf(() => chainOf(layers))).to.equal(message);
    });
  }

  it('of vgg16 takes what docs/quantization.md says, with 2 bits on a PYNQ-Z1', function () {
    this.timeout(60_000);
    const chain = chainOfFloats(loadNamedNetwork('vgg16'));
    const best = bestFolding(chain, { weightBits: 2, activationBits: 2 }, loadBoard('pynq-z1'));
    const { fits, lut, bram18, dsp, intervalCycles } = best;
    expect({ fits, lut, bram18, dsp, intervalCycles }).to.deep.equal({
      fits: true,
      lut: 47_897,
      bram18: 243,
      dsp: 176,
      intervalCycles: 9287,
    });
  });
});
