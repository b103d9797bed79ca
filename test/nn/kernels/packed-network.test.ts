import { expect } from 'chai';
import { BIPOLAR, BIT, type DataType, TERNARY } from '../../../sim/nn/data-type.js';
import { packNetwork, unsupportedByPackedKernels } from '../../../sim/nn/kernels/packed-network.js';
import type { FullyConnectedLayer } from '../../../sim/nn/network.js';
import { inputErrorOf } from '../../helpers/input-error.js';
import { networkOf, randomChain, randomFrom } from '../../helpers/random-network.js';

const { layers } = randomChain(randomFrom(4), [5, 3], BIPOLAR, TERNARY);
const twoBits: DataType = { bits: 2, encoding: 'signed', narrow: false, scale: 1 };
const signedBit: DataType = { bits: 1, encoding: 'signed', narrow: false, scale: 1 };

/** What keeps the layer, with some properties changed, from the packed kernels. */
function obstacle(change: Partial<FullyConnectedLayer>): string | undefined {
  const network = networkOf([{ ...layers[0], ...change }], [5]);
  return unsupportedByPackedKernels({ ...network, input: { ...network.input, type: BIPOLAR } });
}

describe('the packed kernels', () => {
  it('support 1-bit weights with 1-bit and ternary activations', () => {
    expect(obstacle({})).to.equal(undefined);
    expect(obstacle({ outputType: BIPOLAR, accumulate: 'sum' })).to.equal(undefined);
    expect(obstacle({ outputType: BIT })).to.equal(undefined);
    expect(obstacle({ inputType: TERNARY, accumulate: 'sum' })).to.equal(undefined);
  });

  it('support no other types', () => {
    const message = 'layer L0 is not one of 1-bit weights with 1-bit or narrow 2-bit activations';
    expect(obstacle({ weightType: TERNARY })).to.equal(message);
    expect(obstacle({ inputType: twoBits, accumulate: 'sum' })).to.equal(message);
    expect(obstacle({ inputType: BIT })).to.equal(message);
    expect(obstacle({ outputType: twoBits })).to.equal(message);
    expect(obstacle({ outputType: signedBit })).to.equal(message);
  });

  it('support no other input', () => {
    const network = networkOf(layers, [5]);
    const input = { ...network.input, type: BIT };
    expect(unsupportedByPackedKernels({ ...network, input })).to.equal('its input is not 1-bit bipolar');
  });
});

describe('packNetwork', () => {
  it('doubles no threshold beyond 32 bits', () => {
    const parameters = { ...layers[0].parameters!, thresholds: Int32Array.of(-(2 ** 31), 2 ** 31 - 1, 0, 1, 4, 5) };
    const [{ thresholds }] = packNetwork(networkOf([{ ...layers[0], parameters }], [5])).layers;
    expect([...thresholds]).to.deep.equal([-7, -5, 3, -6, 5, -3, 5, 5]);
  });

  it('refuses a layer without weights', () => {
    const { parameters: _, ...bare } = layers[0];
    expect(inputErrorOf(() => packNetwork(networkOf([bare], [5])))).to.equal('layer L0 has no weights');
  });
});
