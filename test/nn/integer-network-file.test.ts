import { expect } from 'chai';
import fc from 'fast-check';
import { layerMacs } from '../../sim/nn/network.js';
import { parseNetwork } from '../../sim/nn/network-file.js';
import { expectOnlyInputErrors, inputErrorOf } from '../helpers/input-error.js';
import { mutated } from '../helpers/mutated.js';

const valid = `schema: qcycle.network/1
name: integers
input: { shape: [8, 8, 3], type: { bits: 8, encoding: signed }, range: [-128, 127], centralCrop: 0.875 }
output: { rule: largest, classes: 5 }
layers:
  - name: C0
    op: integerConvolution
    outputChannels: 4
    kernel: 3
    stride: 2
    padding: { bottom: 1, right: 1 }
    requantize: { rule: multiplyShift, biasShift: 7, shift: 16 }
    activation: { bits: 7, encoding: unsigned }
  - name: D1
    op: integerConvolution
    outputChannels: 4
    kernel: 3
    padding: 1
    groups: 4
    requantize: { rule: multiplyShift, shift: 9 }
    activation: { bits: 7, encoding: unsigned }
  - { name: P2, op: averagePool, kernel: 4 }
  - name: F3
    op: integerFullyConnected
    outputFeatures: 5
    requantize: { rule: shift, shift: 0 }
    activation: { bits: 32, encoding: signed }
`;

describe('a network file with layers of integers', () => {
  it('gives their shapes, types and rules', () => {
    const { network } = parseNetwork(valid, 'integers.yaml');
    const [convolution, depthwise, pool, last] = network.layers;
    expect(network.layers.map(({ outputShape }) => outputShape)).to.deep.equal([[4, 4, 4], [4, 4, 4], [1, 1, 4], [5]]);
    expect(convolution).to.deep.include({
      mw: 27,
      mh: 4,
      groups: 1,
      requantization: { rule: 'multiplyShift', biasShift: 7, shift: 16 },
    });
    expect(depthwise).to.deep.include({
      mw: 9,
      groups: 4,
      requantization: { rule: 'multiplyShift', biasShift: 0, shift: 9 },
    });
    expect(pool).to.deep.include({ stride: [4, 4], division: 'reciprocal', outputType: depthwise.outputType });
    expect(last.outputType).to.deep.include({ bits: 32, encoding: 'signed' });
    expect(network.layers.map(layerMacs)).to.deep.equal([16 * 27 * 4, 16 * 9 * 4, 0, 20]);
    expect(network.classes).to.deep.equal(['0', '1', '2', '3', '4']);
    expect(network.input.centralCrop).to.equal(0.875);
  });

  const changes: [behaviour: string, from: string, to: string, message: string][] = [
    [
      'refuses shifts beyond 32 bits',
      'shift: 16',
      'shift: 32',
      '12:61: layers.0.requantize.shift: found 32, allowed: at most 31',
    ],
    [
      'names the rule that was meant',
      'rule: multiplyShift, biasShift',
      'rule: multiplyshift, biasShift',
      '12:25: layers.0.requantize.rule: found multiplyshift, allowed: multiplyShift, shift, scale, powerOfTwo (did you mean multiplyShift?)',
    ],
    [
      'refuses bipolar outputs',
      'bits: 7, encoding: unsigned',
      'bits: 7, encoding: bipolar',
      '13:38: layers.0.activation.encoding: found bipolar, allowed: signed, unsigned',
    ],
    [
      'refuses bipolar inputs',
      '{ bits: 8, encoding: signed }, range: [-128, 127]',
      '{ bits: 1, encoding: bipolar }, threshold: 128',
      '6:5: layers.0: reads 1-bit bipolar codes of input, allowed: signed or unsigned ones',
    ],
    [
      'refuses groups that do not divide the channels',
      'groups: 4',
      'groups: 3',
      '19:13: layers.1.groups: found 3 groups, allowed: what divides the 4 channels of C0 and the 4 of the output',
    ],
    [
      'refuses a pool beyond its map',
      'averagePool, kernel: 4',
      'averagePool, kernel: 5',
      '22:42: layers.2.kernel: found a window of 5 x 5, allowed: at most 4 x 4, the size of D1',
    ],
    [
      'refuses sums beyond 32 bits',
      '{ bits: 7, encoding: unsigned }\n  - { name: P2',
      '{ bits: 32, encoding: unsigned }\n  - { name: P2',
      '23:5: layers.3: found accumulators from -2199023255040 to 2181843385860, allowed: -2147483648 to 2147483647 (32-bit signed)',
    ],
    [
      'refuses more classes than outputs',
      'classes: 5',
      'classes: 6',
      '4:35: output.classes: found 6 classes, allowed: at most 5, the outputs of F3',
    ],
    ['refuses a crop beyond the photo', '0.875', '1.5', '3:98: input.centralCrop: found 1.5, allowed: at most 1'],
  ];
  for (const [behaviour, from, to, message] of changes) {
    it(behaviour, () => {
      const text = valid.replace(from, to);
      expect(text).not.to.equal(valid);
      expect(inputErrorOf(() => parseNetwork(text, 'n.yaml'))).to.equal(`n.yaml:${message}`);
    });
  }

  it('throws nothing but InputError, whatever the text is', () => {
    fc.assert(
      fc.property(mutated(new TextEncoder().encode(valid)), (bytes) =>
        expectOnlyInputErrors(() => parseNetwork(new TextDecoder().decode(bytes), 'x.yaml')),
      ),
      { numRuns: 300 },
    );
  });
});
