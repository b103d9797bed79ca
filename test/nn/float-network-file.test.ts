import { expect } from 'chai';
import fc from 'fast-check';
import { FLOAT } from '../../sim/nn/data-type.js';
import { floatTensors, withFloatParameters } from '../../sim/nn/float-parameters.js';
import { hasParameters, layerMacs } from '../../sim/nn/network.js';
import { parseNetwork } from '../../sim/nn/network-file.js';
import { expectOnlyInputErrors, inputErrorOf } from '../helpers/input-error.js';
import { mutated } from '../helpers/mutated.js';

const valid = `schema: qcycle.network/1
name: floats
input: { shape: [8, 8, 3], type: { bits: 32, encoding: float }, normalization: { mean: [1, 2, 3], deviation: [1, 1, 1] } }
output: { rule: largestReal, classes: 5 }
layers:
  - { name: C0, op: floatConvolution, outputChannels: 4, kernel: 3, padding: 1, groups: 1, biased: false }
  - { name: N1, op: floatBatchNorm }
  - { name: R2, op: floatRelu }
  - { name: P3, op: floatMaxPool, kernel: 2 }
  - { name: M4, op: floatMean, flat: true }
  - { name: F5, op: floatFullyConnected, outputFeatures: 5 }
`;

function numbersOf(...lengths: number[]): Float32Array[] {
  return lengths.map((length) => new Float32Array(length).fill(1));
}

describe('a network file with layers of real numbers', () => {
  it('gives their shapes, types and fields', () => {
    const { network } = parseNetwork(valid, 'floats.yaml');
    const shapes = [[8, 8, 4], [8, 8, 4], [8, 8, 4], [4, 4, 4], [4], [5]];
    expect(network.layers.map(({ outputShape }) => outputShape)).to.deep.equal(shapes);
    for (const { inputType, outputType } of network.layers)
      expect([inputType, outputType]).to.deep.equal([FLOAT, FLOAT]);
    expect(network.layers[0]).to.deep.include({ mw: 27, mh: 4, groups: 1, biased: false });
    expect(network.layers[1]).to.deep.include({ epsilon: 1e-5 });
    expect(network.layers[3]).to.deep.include({ kernel: [2, 2], stride: [2, 2] });
    expect(network.layers.map(layerMacs)).to.deep.equal([64 * 27 * 4, 0, 0, 0, 0, 20]);
    expect(network.input.pixels).to.deep.equal({
      rule: 'real',
      from: 0,
      to: 1,
      normalization: { mean: [1, 2, 3], deviation: [1, 1, 1] },
    });
  });

  const changes: [behaviour: string, from: string, to: string, message: string][] = [
    [
      'floating-point numbers of other sizes',
      'bits: 32, encoding: float',
      'bits: 16, encoding: float',
      'floats.yaml:3:42: input.type.bits: codes have at most 16 bits, floating-point numbers 32',
    ],
    [
      'too few means',
      'mean: [1, 2, 3]',
      'mean: [1]',
      'floats.yaml:3:88: input.normalization.mean: found 1 numbers, expected 3, one for each channel',
    ],
    [
      'a threshold of pixels',
      'normalization:',
      'threshold: 3, normalization:',
      'floats.yaml:3:76: input.threshold: found threshold, but the first layer reads real numbers',
    ],
    [
      'a rule for integers',
      'largestReal',
      'largest',
      'floats.yaml:4:17: output.rule: largest needs signed outputs of 1, 2, 4, 8, 16, 32 bits, found 32-bit float outputs of F5',
    ],
    [
      'a layer of codes',
      'op: floatMaxPool',
      'op: maxPool',
      'floats.yaml:9:5: layers.3: reads the real numbers of R2, allowed: codes',
    ],
    [
      'a layer of integers',
      'op: floatMean, flat: true',
      'op: mean, activation: { bits: 8, encoding: signed }',
      'floats.yaml:10:5: layers.4: reads the real numbers of P3, allowed: codes',
    ],
    [
      'a clamp upside down',
      'op: floatRelu',
      'op: floatClamp, range: [6, 0]',
      'floats.yaml:8:40: layers.2.range: the first number is above the second',
    ],
    [
      'more levels than 16 bits have',
      'op: floatRelu',
      'op: floatRelu, bits: 17',
      'floats.yaml:8:38: layers.2.bits: found 17, allowed: at most 16',
    ],
  ];
  for (const [behaviour, from, to, message] of changes) {
    it(`refuses ${behaviour}`, () => {
      expect(inputErrorOf(() => parseNetwork(valid.replace(from, to), 'floats.yaml'))).to.equal(message);
    });
  }

  it('refuses layers of real numbers behind codes', () => {
    const text = valid.replace(
      /input: .*/,
      'input: { shape: [8, 8, 3], type: { bits: 8, encoding: signed }, range: [0, 1] }',
    );
    expect(inputErrorOf(() => parseNetwork(text, 'floats.yaml'))).to.equal(
      'floats.yaml:6:5: layers.0: reads 8-bit signed codes of input, allowed: 32-bit float ones',
    );
  });

  it('ends in a clear message for any damage', () => {
    const bytes = new TextEncoder().encode(valid);
    fc.assert(
      fc.property(mutated(bytes), (damaged) =>
        expectOnlyInputErrors(() => parseNetwork(new TextDecoder().decode(damaged), 'floats.yaml')),
      ),
    );
  });
});

describe('parameters of layers of real numbers', () => {
  const { network } = parseNetwork(valid, 'floats.yaml');
  const sizes = [108, 4, 4, 4, 4, 20, 5];

  it('are those of the layers in order', () => {
    const full = withFloatParameters(network, numbersOf(...sizes), 'x.qcf');
    expect(hasParameters(network)).to.equal(false);
    expect(hasParameters(full)).to.equal(true);
    const found = floatTensors(full).map(({ layer, tensor, numbers }) => `${layer} ${tensor} ${numbers.length}`);
    expect(found).to.deep.equal([
      'C0 weights 108',
      'N1 weights 4',
      'N1 bias 4',
      'N1 mean 4',
      'N1 variance 4',
      'F5 weights 20',
      'F5 bias 5',
    ]);
  });

  const refused: [behaviour: string, tensors: Float32Array[], message: string][] = [
    ['too few tensors', numbersOf(108), 'x.qcf: found 1 tensors, expected 7, as the network floats has'],
    [
      'tensors of other sizes',
      numbersOf(108, 4, 3, 4, 4, 20, 5),
      'x.qcf: layer N1: found 3 numbers of bias, expected 4',
    ],
    [
      'variances that have no root',
      [...numbersOf(108, 4, 4, 4), Float32Array.of(1, -1, 1, 1), ...numbersOf(20, 5)],
      'x.qcf: layer N1: channel 1 has the variance -1, allowed: positive with epsilon',
    ],
  ];
  for (const [behaviour, tensors, message] of refused) {
    it(`refuses ${behaviour}`, () => {
      expect(inputErrorOf(() => withFloatParameters(network, tensors, 'x.qcf'))).to.equal(message);
    });
  }
});
