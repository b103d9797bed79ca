import { expect } from 'chai';
import fc from 'fast-check';
import { withFloatParameters } from '../../../sim/nn/float-parameters.js';
import { parseNetwork } from '../../../sim/nn/network-file.js';
import { runFloatReference } from '../../../sim/nn/reference/float/network.js';
import { runReference } from '../../../sim/nn/reference/network.js';
import { inputErrorOf } from '../../helpers/input-error.js';
import { randomFloats } from '../../helpers/random-floats.js';

/** The last layer's numbers for a map of 2 x 2 pixels with two channels, whose numbers are the pixels. */
function lastOf(layers: string, tensors: number[][] = []): number[] {
  const text = `schema: qcycle.network/1
name: graph
input: { shape: [2, 2, 2], type: { bits: 32, encoding: float }, range: [0, 255] }
layers:
${layers}`;
  const { network } = parseNetwork(text, 'g.yaml');
  const numbers = tensors.map((tensor) => Float32Array.from(tensor));
  const values = runFloatReference(
    withFloatParameters(network, numbers, 'g.qcf'),
    Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8),
  );
  return [...values.get(network.layers[network.layers.length - 1].name)!];
}

describe('layers of real numbers', () => {
  const computed: [behaviour: string, layers: string, expected: number[], tensors?: number[][]][] = [
    [
      'convolve, zeros around the map, a bias behind the sum',
      '  - { name: C, op: floatConvolution, outputChannels: 1, kernel: [1, 2], padding: { right: 1 } }',
      [4321.5, 43.5, 8765.5, 87.5],
      [[1, 10, 100, 1000], [0.5]],
    ],
    [
      'convolve groups of channels apart',
      '  - { name: C, op: floatConvolution, outputChannels: 2, kernel: 2, groups: 2, biased: false }',
      [1 + 3 + 5 + 7, 2 + 2 * 4 + 3 * 6 + 4 * 8],
      [[1, 1, 1, 1, 1, 2, 3, 4]],
    ],
    [
      'multiply the flattened map',
      '  - { name: F, op: floatFullyConnected, outputFeatures: 2 }',
      [36.25, 8 - 1],
      [
        [1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 1],
        [0.25, -1],
      ],
    ],
    [
      'normalise channels',
      '  - { name: N, op: floatBatchNorm, epsilon: 0 }',
      [1, 2, 3, 4, 5, 6, 7, 8].map((value, index) => (index % 2 === 0 ? (value - 1) * 2 + 10 : (2 - value) / 2 + 0)),
      [
        [2, -1],
        [10, 0],
        [1, 2],
        [1, 4],
      ],
    ],
    ['clamp', '  - { name: A, op: floatClamp, range: [2, 6.5] }', [2, 2, 3, 4, 5, 6, 6.5, 6.5]],
    [
      'take the largest of what lies inside',
      '  - { name: P, op: floatMaxPool, kernel: 2, padding: { top: 1, left: 1 }, stride: 2 }',
      [1, 2],
    ],
    [
      'average what lies inside',
      '  - { name: P, op: floatAveragePool, kernel: [1, 2], padding: { right: 1 }, stride: 1 }',
      [2, 3, 3, 4, 6, 7, 7, 8],
    ],
    [
      'average zeros too where they count',
      '  - { name: P, op: floatAveragePool, kernel: [1, 2], padding: { right: 1 }, stride: 1, countsPadding: true }',
      [2, 3, 1.5, 2, 6, 7, 3.5, 4],
    ],
    ['average all pixels', '  - { name: M, op: floatMean }', [4, 5]],
    ['add', '  - { name: A, op: floatAdd, inputs: [input, input] }', [2, 4, 6, 8, 10, 12, 14, 16]],
    [
      'concatenate along an axis',
      '  - { name: P, op: floatMean }\n  - { name: Q, op: floatMean, inputs: [input] }\n  - { name: A, op: floatConcat, inputs: [P, Q], axis: 0 }',
      [4, 5, 4, 5],
    ],
    ['pad', '  - { name: P, op: floatMean }\n  - { name: A, op: floatPad, padding: { left: 1 } }', [0, 0, 4, 5]],
    [
      'give a softmax along the last axis',
      '  - { name: P, op: floatReshape, shape: [4, 2] }\n  - { name: S, op: floatSoftmax }',
      Array(4).fill([0.2689414322376251, 0.7310585975646973]).flat(),
    ],
  ];
  for (const [behaviour, layers, expected, tensors] of computed) {
    it(behaviour, () => {
      expect(lastOf(layers, tensors)).to.deep.equal(expected);
    });
  }

  it('cut off what is below 0, and are rounded to levels up to the largest', () => {
    const shifted = [
      [1, 1],
      [0, 0],
      [4, 4],
      [1, 1],
    ];
    const norm = '  - { name: N, op: floatBatchNorm, epsilon: 0 }\n';
    expect(lastOf(`${norm}  - { name: R, op: floatRelu }`, shifted)).to.deep.equal([0, 0, 0, 0, 1, 2, 3, 4]);
    // levels 0, 4/3, 8/3 and 4: 2 is in the middle and becomes the even one
    const levels = [0, 1, 2, 3].map((level) => Math.fround(level * Math.fround(4 / 3)));
    expect(lastOf(`${norm}  - { name: R, op: floatRelu, bits: 2 }`, shifted)).to.deep.equal([
      0,
      0,
      0,
      0,
      levels[1],
      levels[2],
      levels[2],
      levels[3],
    ]);
  });

  it('are 0 where nothing is above 0', () => {
    const below = [
      [1, 1],
      [0, 0],
      [9, 9],
      [1, 1],
    ];
    const layers = '  - { name: N, op: floatBatchNorm, epsilon: 0 }\n  - { name: R, op: floatRelu, bits: 3 }';
    expect(lastOf(layers, below)).to.deep.equal(Array(8).fill(0));
  });

  it('are not computed as integers', () => {
    const [{ network, pixels }] = fc.sample(randomFloats, { numRuns: 1, seed: 1 });
    expect(
      inputErrorOf(() =>
        runReference(
          {
            ...network,
            input: {
              ...network.input,
              type: { bits: 8, encoding: 'signed', narrow: false, scale: 1 },
              pixels: { rule: 'codes' },
            },
          },
          pixels,
        ),
      ),
    ).to.match(/is one of real numbers$/);
  });
});
