import { expect } from 'chai';
import { hasParameters, isMatrixLayer, type LayerParameters } from '../../sim/nn/network.js';
import { createPackedMatrix, setCode } from '../../sim/nn/packed-matrix.js';
import { withParameters } from '../../sim/nn/with-parameters.js';
import { inputErrorOf } from '../helpers/input-error.js';
import { fullyConnectedOf, maxPoolOf, networkOf } from '../helpers/layers.js';
import { smallNetwork } from '../helpers/small-network.js';

const network = smallNetwork([4, 3, 2], '{ bits: 2, encoding: signed, narrow: true }');
const first = { weights: createPackedMatrix(3, 4, 2), thresholds: Int32Array.of(0, 1, -5, -5, 2, 3) };
const second = { weights: createPackedMatrix(2, 3, 2), thresholds: Int32Array.of(7, 0) };

describe('withParameters', () => {
  it('gives every layer its parameters', () => {
    const complete = withParameters(network, [first, second], 'p.qcw');
    expect(hasParameters(complete)).to.equal(true);
    expect(complete.layers.filter(isMatrixLayer).map(({ parameters }) => parameters)).to.deep.equal([first, second]);
  });

  it('passes over pools, and wants no thresholds where the accumulators are the output', () => {
    const layers = [
      maxPoolOf({ name: 'P0', inputShape: [2, 2, 1], kernel: [2, 2] }),
      fullyConnectedOf({ input: 'P0', inputShape: [1, 1, 1], mw: 1, mh: 2, thresholded: false }),
    ];
    const parameters = { weights: createPackedMatrix(2, 1, 1), thresholds: new Int32Array() };
    const complete = withParameters(networkOf(layers, [2, 2, 1]), [parameters], 'p.qcw');
    expect(complete.layers).to.deep.equal([layers[0], { ...layers[1], parameters }]);
  });

  const tooLow = createPackedMatrix(3, 4, 2);
  setCode(tooLow, 2, 1, 0b10);
  const cases: [behaviour: string, parameters: LayerParameters[], message: string][] = [
    ['refuses another number of layers', [first], 'found parameters of 1 layers, expected 2, as the network small has'],
    [
      'refuses weights of another shape',
      [second, first],
      'layer L0: found weights of 2 x 3 of 2 bits, expected 3 x 4 of 2',
    ],
    [
      'refuses weights of another width',
      [{ ...first, weights: createPackedMatrix(3, 4, 1) }, second],
      'layer L0: found weights of 3 x 4 of 1 bits, expected 3 x 4 of 2',
    ],
    [
      'refuses another number of thresholds',
      [first, { ...second, thresholds: Int32Array.of(7) }],
      'layer L1: found 1 thresholds, expected 2 (1 for each of 2 rows)',
    ],
    [
      'refuses thresholds that descend',
      [{ ...first, thresholds: Int32Array.of(0, 1, -5, -6, 2, 3) }, second],
      'layer L0: row 1: the threshold -6 follows -5, but thresholds ascend',
    ],
    [
      'refuses weights that a narrow type leaves out',
      [{ ...first, weights: tooLow }, second],
      'layer L0: row 2, column 1: found the weight -2, allowed: at least -1',
    ],
  ];
  for (const [behaviour, parameters, message] of cases) {
    it(behaviour, () => {
      expect(inputErrorOf(() => withParameters(network, parameters, 'p.qcw'))).to.equal(`p.qcw: ${message}`);
    });
  }
});
