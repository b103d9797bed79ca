import { expect } from 'chai';
import fc from 'fast-check';
import { BIPOLAR, type DataType, valueRange } from '../../../sim/nn/data-type.js';
import { elements, type FullyConnectedLayer } from '../../../sim/nn/network.js';
import { createPackedMatrix } from '../../../sim/nn/packed-matrix.js';
import { runReference } from '../../../sim/nn/reference/network.js';
import { fullyConnectedOf, maxPoolOf, networkOf } from '../../helpers/layers.js';
import { randomCase } from '../../helpers/random-network.js';

/** One neuron with all weights -1 that gives 1 where more than `threshold` of its inputs are -1. */
function countsNegative(name: string, input: string, mw: number, threshold: number): FullyConnectedLayer {
  const parameters = { weights: createPackedMatrix(1, mw, 1), thresholds: Int32Array.of(threshold) };
  return fullyConnectedOf({ name, input, mw, mh: 1, parameters });
}

describe('runReference', () => {
  it('reads a pixel at the threshold as 1, below it and in the padding as -1', () => {
    const network = networkOf([countsNegative('L0', 'input', 5, 0)], [3]);
    const values = runReference(network, Uint8Array.of(127, 128, 255));
    expect([...values.get('input')!]).to.deep.equal([-1, 1, 1, -1, -1]);
  });

  it('reads pixels by their range, in the order of the shape', () => {
    const inputType: DataType = { bits: 8, encoding: 'signed', narrow: false, scale: 1 / 128 };
    const network = networkOf([maxPoolOf({ inputShape: [1, 2, 3], kernel: [1, 2], inputType })], [1, 2, 3]);
    const values = runReference(network, Uint8Array.of(0, 127, 128, 255, 1, 0));
    expect([...values.get('input')!]).to.deep.equal([-128, -1, 1, 127, -127, -128]);
    expect([...values.get('L0')!]).to.deep.equal([127, -1, 1]);
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

  it('gives every layer as many values as its shape has elements, all of its type', () => {
    fc.assert(
      fc.property(randomCase(), ({ network, pixels }) => {
        const values = runReference(network, pixels.subarray(0, elements(network.input.shape)));
        for (const { name, outputShape, outputType } of network.layers) {
          const { min, max } = valueRange(outputType);
          expect(values.get(name)).to.have.lengthOf(elements(outputShape));
          const inside = (value: number) => value >= min && value <= max && (value !== 0 || outputType !== BIPOLAR);
          expect(values.get(name)!.every(inside)).to.equal(true);
        }
      }),
    );
  });
});
