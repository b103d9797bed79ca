import { expect } from 'chai';
import fc from 'fast-check';
import { type DataType, encodeValue } from '../../../sim/nn/data-type.js';
import type { AveragePoolLayer, IntegerConvolutionLayer } from '../../../sim/nn/integer-layers.js';
import { createPackedMatrix, setCode } from '../../../sim/nn/packed-matrix.js';
import { averagePool } from '../../../sim/nn/reference/average-pool.js';
import { convolution } from '../../../sim/nn/reference/convolution.js';
import { integerConvolution } from '../../../sim/nn/reference/integer-convolution.js';
import { integerFullyConnected } from '../../../sim/nn/reference/integer-fully-connected.js';
import { inputErrorOf } from '../../helpers/input-error.js';
import { convolutionOf } from '../../helpers/layers.js';
import { randomIntegers, sumsFit, withRandomIntegers } from '../../helpers/random-integers.js';
import { randomFrom } from '../../helpers/random-layer.js';

const SEVEN: DataType = { bits: 7, encoding: 'unsigned', narrow: false, scale: 1 };
const SUM: DataType = { bits: 32, encoding: 'signed', narrow: false, scale: 1 };

/** A depthwise 2x2 kernel with stride 2 on a channel of 3x3, padded at the bottom and the right. */
const depthwise: IntegerConvolutionLayer = {
  name: 'L0',
  op: 'integerConvolution',
  inputs: ['input'],
  inputShape: [3, 3, 1],
  outputShape: [2, 2, 1],
  inputType: SEVEN,
  outputType: SEVEN,
  mw: 4,
  mh: 1,
  groups: 1,
  kernel: [2, 2],
  stride: [2, 2],
  dilation: [1, 1],
  padding: { top: 0, left: 0, bottom: 1, right: 1 },
  requantization: { rule: 'multiplyShift', biasShift: 2, shift: 3 },
  parameters: {
    weights: Int8Array.of(1, 2, 3, -4),
    bias: Int32Array.of(5),
    multipliers: Int32Array.of(7),
  },
};

describe('the reference of layers of integers', () => {
  it('shifts the bias, multiplies the sum, shifts it back and clamps it; zeros lie around the input', () => {
    const output = integerConvolution(depthwise, Int32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9));
    const sums = [1 + 4 + 12 - 20, 3 + 18, 7 + 16, 9].map((sum) => sum + 20);
    expect([...output]).to.deep.equal(sums.map((sum) => Math.max(Math.floor((sum * 7) / 8), 0)));
  });

  it('gives the sums of a matrix of 8-bit weights where nothing is shifted, for any windows and groups', () => {
    const layers = randomIntegers.filter(
      ({
        network: {
          layers: [first],
        },
      }) => first.op === 'integerConvolution' && sumsFit(first),
    );
    fc.assert(
      fc.property(layers, fc.integer(), ({ network }, seed) => {
        const [first] = network.layers;
        if (first.op !== 'integerConvolution') throw new RangeError(first.op);
        const random = randomFrom(seed);
        const rule = { rule: 'shift', biasShift: 0, shift: 0 } as const;
        const { clamp: _, weightZeroPoint: __, ...rest } = first;
        const bare = { ...rest, inputType: { ...first.inputType, zeroPoint: 0 } };
        const filled = withRandomIntegers(random, { ...bare, outputType: SUM, requantization: rule });
        const layer = { ...filled, parameters: { ...filled.parameters!, bias: new Int32Array(first.mh) } };
        const { mw, mh, inputShape, inputType, kernel, stride, dilation, padding, groups } = layer;
        const weightType: DataType = { bits: 8, encoding: 'signed', narrow: false, scale: 1 };
        const weights = createPackedMatrix(mh, mw, 8);
        layer.parameters.weights.forEach((weight, index) => {
          setCode(weights, Math.floor(index / mw), index % mw, encodeValue(weightType, weight));
        });
        const matrix = convolutionOf({
          ...{ inputShape, inputType, mh, kernel, stride, dilation, padding, groups, weightType, outputType: SUM },
          accumulate: 'sum',
          thresholded: false,
          parameters: { weights, thresholds: new Int32Array() },
        });
        const input = Int32Array.from({ length: inputShape.reduce((a, b) => a * b) }, () => random(256) - 128);
        expect(integerConvolution(layer, input)).to.deep.equal(convolution(matrix, input));
      }),
    );
  });

  it('has a bias for each output of a fully connected layer', () => {
    const { inputType, inputs, name } = depthwise;
    const layer = {
      ...{ name, inputs, inputType, inputShape: [2], outputShape: [3], outputType: SUM, mw: 2, mh: 3 },
      op: 'integerFullyConnected' as const,
      requantization: { rule: 'shift' as const, biasShift: 2, shift: 1 },
      parameters: {
        weights: Int8Array.of(1, 2, -3, 4, 127, -128),
        bias: Int32Array.of(0, 1, -1),
        multipliers: new Int32Array(),
      },
    };
    expect([...integerFullyConnected(layer, Int32Array.of(10, 20))]).to.deep.equal([25, 27, -647]);
  });

  it('averages windows by channel', () => {
    const layer: AveragePoolLayer = {
      name: 'L0',
      op: 'averagePool',
      inputs: ['input'],
      inputShape: [2, 3, 2],
      outputShape: [1, 2, 2],
      inputType: SEVEN,
      outputType: SEVEN,
      kernel: [2, 2],
      stride: [1, 1],
      division: 'reciprocal',
    };
    const input = Int32Array.of(1, 10, 2, 20, 3, 30, 4, 40, 5, 50, 6, 60);
    expect([...averagePool(layer, input)]).to.deep.equal([3, 30, 4, 40]);
  });

  it('refuses a layer without weights', () => {
    const { parameters: _, ...layer } = depthwise;
    expect(inputErrorOf(() => integerConvolution(layer, new Int32Array(9)))).to.equal('layer L0 has no weights');
  });
});
