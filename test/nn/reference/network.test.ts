import { expect } from 'chai';
import { BIPOLAR } from '../../../sim/nn/data-type.js';
import type { FullyConnectedLayer } from '../../../sim/nn/network.js';
import { createPackedMatrix } from '../../../sim/nn/packed-matrix.js';
import { runReference } from '../../../sim/nn/reference/network.js';
import { networkOf } from '../../helpers/random-network.js';

/** One neuron with all weights -1 that gives 1 where more than `threshold` of its inputs are -1. */
function countsNegative(name: string, input: string, inputFeatures: number, threshold: number): FullyConnectedLayer {
  return {
    name,
    op: 'fullyConnected',
    inputs: [input],
    inputFeatures,
    outputFeatures: 1,
    inputType: BIPOLAR,
    weightType: BIPOLAR,
    outputType: BIPOLAR,
    accumulate: 'matches',
    parameters: { weights: createPackedMatrix(1, inputFeatures, 1), thresholds: Int32Array.of(threshold) },
  };
}

describe('runReference', () => {
  it('reads a pixel at the threshold as 1, below it and in the padding as -1', () => {
    const network = networkOf([countsNegative('L0', 'input', 5, 0)], [3]);
    const values = runReference(network, Uint8Array.of(127, 128, 255));
    expect([...values.get('input')!]).to.deep.equal([-1, 1, 1, -1, -1]);
  });

  it('gives the values of every layer, each from the layer that it names', () => {
    const layers = [
      countsNegative('L0', 'input', 3, 1),
      countsNegative('L1', 'input', 3, 2),
      countsNegative('L2', 'L0', 1, 0),
    ];
    const values = runReference(networkOf(layers, [3]), Uint8Array.of(0, 200, 0));
    const results = [...values].map(([name, { 0: first }]) => [name, first]);
    expect(results).to.deep.equal([
      ['input', -1],
      ['L0', 1],
      ['L1', -1],
      ['L2', -1],
    ]);
  });
});
