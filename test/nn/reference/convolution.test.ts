import { expect } from 'chai';
import fc from 'fast-check';
import { BIPOLAR, type DataType, decodeValue, TERNARY, valueRange } from '../../../sim/nn/data-type.js';
import { type ConvolutionLayer, elements } from '../../../sim/nn/network.js';
import { createPackedMatrix, getCode } from '../../../sim/nn/packed-matrix.js';
import { convolution } from '../../../sim/nn/reference/convolution.js';
import { inputErrorOf } from '../../helpers/input-error.js';
import { convolutionOf } from '../../helpers/layers.js';
import { randomFrom, randomLayer } from '../../helpers/random-layer.js';

const TWO_BITS: DataType = { bits: 2, encoding: 'unsigned', narrow: false, scale: 1 };

type Map3 = number[][][];

/** The sums of a convolution, written out: a padded copy of the input, moved over by six loops. */
function naiveSums(layer: ConvolutionLayer, input: Int32Array): number[] {
  const { kernel, stride, dilation, padding, mh, groups } = layer;
  const [height, width, channels] = layer.inputShape;
  const empty = () => Array<number>(channels).fill(decodeValue(layer.inputType, 0));
  const padded: Map3 = Array.from({ length: height + padding.top + padding.bottom }, () =>
    Array.from({ length: width + padding.left + padding.right }, empty),
  );
  input.forEach((value, index) => {
    const pixel = Math.floor(index / channels);
    padded[Math.floor(pixel / width) + padding.top][(pixel % width) + padding.left][index % channels] = value;
  });
  const sums: number[] = [];
  for (let y = 0; y + (kernel[0] - 1) * dilation[0] < padded.length; y += stride[0]) {
    for (let x = 0; x + (kernel[1] - 1) * dilation[1] < padded[0].length; x += stride[1]) {
      for (let row = 0; row < mh; row++) {
        let sum = 0;
        let column = 0;
        for (let ky = 0; ky < kernel[0]; ky++) {
          for (let kx = 0; kx < kernel[1]; kx++) {
            const first = Math.floor((row * groups) / mh) * (channels / groups);
            for (let channel = first; channel < first + channels / groups; channel++) {
              const weight = decodeValue(layer.weightType, getCode(layer.parameters!.weights, row, column++));
              sum += weight * padded[y + ky * dilation[0]][x + kx * dilation[1]][channel];
            }
          }
        }
        sums.push(sum);
      }
    }
  }
  return sums;
}

const side = fc.integer({ min: 1, max: 3 });
const margin = fc.integer({ min: 0, max: 3 });

/** Raw sums of random windows over a random map, which is at least as large as a window. */
const cases = fc
  .record({
    kernel: fc.tuple(side, side),
    stride: fc.tuple(side, side),
    dilation: fc.tuple(side, side),
    padding: fc.record({ top: margin, left: margin, bottom: margin, right: margin }),
    more: fc.tuple(fc.nat(4), fc.nat(4)),
    channels: side,
    rows: side,
    groups: side,
    inputType: fc.constantFrom(BIPOLAR, TERNARY, TWO_BITS),
    weightType: fc.constantFrom(BIPOLAR, TERNARY),
    seed: fc.integer(),
  })
  .map(({ kernel, dilation, more, channels, rows, seed, ...fields }) => {
    const along = (axis: 0 | 1) => (kernel[axis] - 1) * dilation[axis] + 1 + more[axis];
    const inputShape = [along(0), along(1), channels * fields.groups];
    const random = randomFrom(seed);
    const raw = { accumulate: 'sum', thresholded: false } as const;
    const mh = rows * fields.groups;
    const layer = randomLayer(random, convolutionOf({ kernel, dilation, inputShape, mh, ...raw, ...fields }));
    const { min, max } = valueRange(layer.inputType);
    const input = Int32Array.from({ length: elements(inputShape) }, () =>
      layer.inputType === BIPOLAR ? 2 * random(2) - 1 : min + random(max - min + 1),
    );
    return { layer, input };
  });

describe('convolution', () => {
  it('is the sum over a window of the padded input, for any kernel, stride, dilation, padding and groups', () => {
    fc.assert(
      fc.property(cases, ({ layer, input }) => {
        expect([...convolution(layer, input)]).to.deep.equal(naiveSums(layer, input));
      }),
      { numRuns: 300 },
    );
  });

  it('compares with the thresholds of the output channel', () => {
    const parameters = { weights: createPackedMatrix(2, 4, 1), thresholds: Int32Array.of(1, 2) };
    const layer = convolutionOf({ inputShape: [2, 3, 1], mh: 2, kernel: [2, 2], parameters });
    expect([...convolution(layer, Int32Array.of(-1, 1, 1, 1, -1, 1))]).to.deep.equal([1, -1, -1, -1]);
  });

  it('compares with the thresholds of the output channel in every group', () => {
    const parameters = { weights: createPackedMatrix(2, 1, 1), thresholds: Int32Array.of(0, 1) };
    const layer = convolutionOf({ inputShape: [1, 1, 2], mh: 2, kernel: [1, 1], groups: 2, parameters });
    expect([...convolution(layer, Int32Array.of(-1, -1))]).to.deep.equal([1, -1]);
  });

  it('counts padding as bits 0 where bits are counted', () => {
    const parameters = { weights: createPackedMatrix(1, 9, 1), thresholds: new Int32Array() };
    const padding = { top: 1, left: 1, bottom: 1, right: 1 };
    const raw = { thresholded: false, parameters } as const;
    const layer = convolutionOf({ inputShape: [1, 1, 1], mh: 1, kernel: [3, 3], padding, ...raw });
    expect([...convolution(layer, Int32Array.of(1))]).to.deep.equal([8]);
  });

  it('refuses a layer without weights', () => {
    const layer = convolutionOf({ name: 'C', inputShape: [1, 1, 1], mh: 1, kernel: [1, 1] });
    expect(inputErrorOf(() => convolution(layer, Int32Array.of(1)))).to.equal('layer C has no weights');
  });
});
