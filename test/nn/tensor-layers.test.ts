import { expect } from 'chai';
import { parseNetwork } from '../../sim/nn/network-file.js';
import { runReference } from '../../sim/nn/reference/network.js';
import { inputErrorOf } from '../helpers/input-error.js';

const HEAD = `schema: qcycle.network/1
name: graph
input: { shape: [2, 2, 1], type: { bits: 8, encoding: unsigned, scale: 0.5, zeroPoint: 10 }, range: [-5, 122.5] }
layers:
`;
const HALF = '{ bits: 8, encoding: unsigned, scale: 0.5, zeroPoint: 10 }';
const ONE = '{ bits: 8, encoding: signed, scale: 1, zeroPoint: -3 }';

/** Integers of the last layer for the pixels 8, 10, 12, 255, whose integers are -2, 0, 2, 245. */
function lastOf(layers: string): number[] {
  const { network } = parseNetwork(HEAD + layers, 'g.yaml');
  const values = runReference(network, Uint8Array.of(8, 10, 12, 255));
  return [...values.get(network.layers[network.layers.length - 1].name)!];
}

describe('layers of integers without weights', () => {
  const computed: [behaviour: string, layers: string, expected: number[]][] = [
    ['add, halves rounded up', `  - { name: A, op: add, inputs: [input, input], activation: ${ONE} }`, [-2, 0, 2, 130]],
    [
      'clamp to codes',
      `  - { name: A, op: add, inputs: [input, input], activation: ${ONE}, clamp: [-4, 0] }`,
      [-1, 0, 2, 3],
    ],
    [
      'concatenate along an axis',
      '  - { name: C, op: concat, inputs: [input, input], axis: 1 }',
      [-2, 0, -2, 0, 2, 245, 2, 245],
    ],
    ['average channels', `  - { name: M, op: mean, activation: ${HALF} }`, [61]],
    ['pad with zeros', '  - { name: P, op: pad, padding: { top: 1, left: 1 } }', [0, 0, 0, 0, -2, 0, 0, 2, 245]],
    ['rescale finely', `  - { name: R, op: rescale, activation: ${ONE} }`, [-1, 0, 1, 123]],
    ['rescale coarsely', `  - { name: R, op: rescale, precision: coarse, activation: ${ONE} }`, [-1, 0, 1, 123]],
    ['reshape', '  - { name: R, op: reshape, shape: [4] }', [-2, 0, 2, 245]],
    [
      'find maxima of what does not overhang',
      '  - { name: X, op: integerMaxPool, kernel: 2, stride: 1, padding: 1 }',
      [...[-2, 0, 0], ...[2, 245, 245], ...[2, 245, 245]],
    ],
    ['average codes to the nearest', '  - { name: V, op: averagePool, kernel: [1, 2], division: nearest }', [-1, 124]],
  ];
  for (const [behaviour, layers, expected] of computed) {
    it(behaviour, () => {
      expect(lastOf(layers)).to.deep.equal(expected);
    });
  }

  it('give shares of 256 that follow the exponentials', () => {
    const shares = `  - { name: R, op: reshape, shape: [4] }
  - { name: T, op: rescale, activation: { bits: 8, encoding: unsigned, scale: 4 } }
  - { name: S, op: softmax, activation: { bits: 8, encoding: unsigned, scale: 0.00390625 } }`;
    expect(lastOf(shares)).to.deep.equal([0, 0, 0, 255]);
  });

  const refused: [behaviour: string, layers: string, message: string][] = [
    [
      'a sum of two shapes',
      `  - { name: P, op: pad, padding: 1 }\n  - { name: A, op: add, inputs: [input, P], activation: ${ONE} }`,
      'g.yaml:6:33: layers.1.inputs: input is 2 x 2 x 1 and P 4 x 4 x 1, allowed: equal shapes',
    ],
    [
      'tensors of two types in a row',
      `  - { name: R, op: rescale, activation: ${ONE} }\n  - { name: C, op: concat, inputs: [input, R], axis: 0 }`,
      'layers.1.inputs: input and R have different types, allowed: one type',
    ],
    [
      'a shape that does not follow a concatenation',
      '  - { name: C, op: concat, inputs: [input, input], axis: 2 }\n  - { name: R, op: reshape, shape: [4] }',
      'layers.1.shape: found 4, which are 4 elements, expected 8, as C has (2 x 2 x 2)',
    ],
    [
      'another number of elements',
      '  - { name: R, op: reshape, shape: [5] }',
      'layers.0.shape: found 5, which are 5 elements, expected 4, as input has (2 x 2 x 1)',
    ],
    [
      'an input that is not there',
      `  - { name: A, op: add, inputs: [input, B], activation: ${ONE} }`,
      'layers.0.inputs.1: no layer B before this one, allowed: input',
    ],
    [
      'windows that can lie outside',
      '  - { name: X, op: integerMaxPool, kernel: 2, padding: 2 }',
      'layers.0.padding: a window of 2 x 2 can lie outside',
    ],
    [
      'a zero point that is no code',
      '  - { name: R, op: rescale, activation: { bits: 8, encoding: signed, zeroPoint: 128 } }',
      'the zero point is not a code of the type',
    ],
  ];
  for (const [behaviour, layers, message] of refused) {
    it(`refuse ${behaviour}`, () => {
      expect(inputErrorOf(() => parseNetwork(HEAD + layers, 'g.yaml'))).to.include(message);
    });
  }
});
