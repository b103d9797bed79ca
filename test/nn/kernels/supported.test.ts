import { expect } from 'chai';
import { BIPOLAR, BIT, type DataType, TERNARY } from '../../../sim/nn/data-type.js';
import { unsupportedByPackedKernels } from '../../../sim/nn/kernels/supported.js';
import type { Layer, NetworkInput } from '../../../sim/nn/network.js';
import { convolutionOf, fullyConnectedOf, maxPoolOf, networkOf } from '../../helpers/layers.js';

const TWO_BITS: DataType = { bits: 2, encoding: 'signed', narrow: false, scale: 1 };
const SIGNED_BIT: DataType = { bits: 1, encoding: 'signed', narrow: false, scale: 1 };
const FIVE_BITS: DataType = { bits: 5, encoding: 'unsigned', narrow: false, scale: 1 };
const BYTE: DataType = { bits: 8, encoding: 'signed', narrow: false, scale: 1 / 128 };
const SCORE: DataType = { bits: 16, encoding: 'signed', narrow: false, scale: 1 };

const map = { inputShape: [4, 4, 3] };
const binary = fullyConnectedOf({ mw: 48, mh: 5, ...map });

/** What keeps layers from the packed kernels: a layer alone, or the second of two. */
function obstacle(layer: Layer, ...more: Layer[]): string | undefined {
  return unsupportedByPackedKernels(networkOf([layer, ...more], layer.inputShape));
}

/** What keeps a layer that reads these codes, and not the network's input, from the packed kernels. */
function obstacleAfter(outputType: DataType, layer: Partial<typeof binary>): string | undefined {
  const next = fullyConnectedOf({ name: 'L1', input: 'L0', mw: 5, mh: 5, inputType: outputType, accumulate: 'sum' });
  return obstacle({ ...binary, outputType }, { ...next, ...layer });
}

describe('the packed kernels', () => {
  it('support every layer of bipolar and ternary codes and weights', () => {
    for (const weightType of [BIPOLAR, TERNARY]) {
      for (const outputType of [BIPOLAR, TERNARY, BIT]) {
        const types = { weightType, outputType, accumulate: 'sum' } as const;
        expect(obstacle({ ...binary, ...types })).to.equal(undefined);
        expect(obstacleAfter(TERNARY, types)).to.equal(undefined);
        expect(obstacle(convolutionOf({ ...map, mh: 5, kernel: [3, 3], ...types }))).to.equal(undefined);
      }
    }
    expect(obstacle(binary)).to.equal(undefined);
    expect(obstacle(maxPoolOf({ ...map, kernel: [2, 2] }))).to.equal(undefined);
  });

  it('support unsigned codes of at most 4 bits', () => {
    for (const bits of [1, 2, 3, 4]) {
      const type: DataType = { bits, encoding: 'unsigned', narrow: false, scale: 1 };
      for (const weightType of [BIPOLAR, TERNARY]) {
        expect(obstacleAfter(type, { weightType, outputType: type })).to.equal(undefined);
      }
      const network = networkOf([maxPoolOf({ ...map, kernel: [2, 2], inputType: type })], map.inputShape);
      const input: NetworkInput = { ...network.input, pixels: { rule: 'codes' } };
      expect(unsupportedByPackedKernels({ ...network, input })).to.equal(undefined);
    }
  });

  it('support inputs of at most 8 bits, with weights of at most 8 bits', () => {
    const types = { inputType: BYTE, accumulate: 'sum' } as const;
    for (const weightType of [BIPOLAR, TERNARY, BYTE]) {
      expect(obstacle({ ...binary, ...types, weightType })).to.equal(undefined);
    }
    expect(obstacle({ ...binary, inputType: SCORE, accumulate: 'sum' })).to.equal('its input is 16-bit signed');
    expect(obstacle({ ...binary, ...types, weightType: SCORE })).to.equal('layer L0 has 16-bit signed weights');
  });

  it('support bipolar inputs only by a threshold', () => {
    const network = networkOf([binary], map.inputShape);
    const input: NetworkInput = { ...network.input, pixels: { rule: 'range', from: -1, to: 1 } };
    expect(unsupportedByPackedKernels({ ...network, input })).to.equal('its input is 1-bit bipolar');
  });

  it('support scores of the last layer', () => {
    const scores = { outputType: SCORE, thresholded: false };
    expect(obstacle({ ...binary, ...scores })).to.equal(undefined);
    const next = fullyConnectedOf({ name: 'L1', input: 'L0', mw: 5, mh: 5, inputType: SCORE, accumulate: 'sum' });
    expect(obstacle({ ...binary, ...scores }, next)).to.equal('layer L0 gives scores to another layer');
  });

  it('support no other types', () => {
    expect(obstacle({ ...binary, weightType: TWO_BITS })).to.equal('layer L0 has 2-bit signed weights');
    expect(obstacle({ ...binary, outputType: TWO_BITS })).to.equal('layer L0 gives 2-bit signed codes');
    expect(obstacle({ ...binary, outputType: SIGNED_BIT })).to.equal('layer L0 gives 1-bit signed codes');
    expect(obstacle({ ...binary, outputType: FIVE_BITS })).to.equal('layer L0 gives 5-bit unsigned codes');
    expect(obstacleAfter(TERNARY, { accumulate: 'matches' })).to.equal(
      'layer L1 counts matches of narrow 2-bit signed codes and 1-bit bipolar weights',
    );
  });

  it('support max pools of no integers', () => {
    const pool = maxPoolOf({ ...map, kernel: [2, 2], inputType: TERNARY });
    expect(obstacle(pool)).to.equal('layer L0 pools narrow 2-bit signed codes');
    const after = convolutionOf({ ...map, mh: 3, kernel: [1, 1], outputType: TERNARY });
    expect(obstacle(after, { ...pool, name: 'L1', inputs: ['L0'] })).to.equal(undefined);
  });
});
