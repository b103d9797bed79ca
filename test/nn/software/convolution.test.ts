import { expect } from 'chai';
import fc from 'fast-check';
import {
  convolve,
  type FloatConvolution,
  type FloatMap,
  weightsFromOutputInputRowColumn,
  weightsFromRowColumnInputOutput,
} from '../../../sim/nn/software/convolution.js';

const small = fc.integer({ min: -8, max: 8 });
const numbers = (length: number) =>
  fc.array(small, { minLength: length, maxLength: length }).map((values) => Float32Array.from(values));

const cases = fc
  .record({
    kernel: fc.integer({ min: 1, max: 3 }),
    stride: fc.integer({ min: 1, max: 3 }),
    padding: fc.nat({ max: 2 }),
    inputChannels: fc.integer({ min: 1, max: 3 }),
    outputChannels: fc.integer({ min: 1, max: 6 }),
    height: fc.integer({ min: 3, max: 6 }),
    width: fc.integer({ min: 3, max: 6 }),
  })
  .filter(({ kernel, padding }) => padding < kernel)
  .chain((sizes) => {
    const { kernel, inputChannels, outputChannels, height, width } = sizes;
    return fc.record({
      sizes: fc.constant(sizes),
      data: numbers(height * width * inputChannels),
      weights: numbers(outputChannels * kernel * kernel * inputChannels),
      bias: numbers(outputChannels),
    });
  });

/** One output at a time, pixel by pixel. */
function plainly(
  map: FloatMap,
  { kernel, stride, padding, outputChannels, weights, bias }: FloatConvolution,
): number[] {
  const outputs: number[] = [];
  for (let top = -padding; top + kernel <= map.height + padding; top += stride) {
    for (let left = -padding; left + kernel <= map.width + padding; left += stride) {
      for (let output = 0; output < outputChannels; output++) {
        let sum = bias[output];
        for (let row = 0; row < kernel; row++) {
          for (let column = 0; column < kernel; column++) {
            const [y, x] = [top + row, left + column];
            if (y < 0 || y >= map.height || x < 0 || x >= map.width) continue;
            for (let input = 0; input < map.channels; input++) {
              const weight = weights[((output * kernel + row) * kernel + column) * map.channels + input];
              sum += map.data[(y * map.width + x) * map.channels + input] * weight;
            }
          }
        }
        outputs.push(sum);
      }
    }
  }
  return outputs;
}

describe('a convolution of floats', () => {
  it('is the sum over its windows', () => {
    fc.assert(
      fc.property(cases, ({ sizes, data, weights, bias }) => {
        const map = { height: sizes.height, width: sizes.width, channels: sizes.inputChannels, data };
        const convolution = { ...sizes, weights, bias };
        expect([...convolve(map, convolution).data]).to.deep.equal(plainly(map, convolution));
      }),
    );
  });

  it('takes its weights from either order of dimensions', () => {
    const at = (output: number, input: number, row: number, column: number) =>
      1000 * output + 100 * input + 10 * row + column;
    const expected: number[] = [];
    const outputFirst: number[] = [];
    const outputLast: number[] = [];
    for (let output = 0; output < 2; output++) {
      for (let row = 0; row < 2; row++) {
        for (let column = 0; column < 2; column++) {
          for (let input = 0; input < 3; input++) {
            expected.push(at(output, input, row, column));
            outputFirst[((output * 3 + input) * 2 + row) * 2 + column] = at(output, input, row, column);
            outputLast[((row * 2 + column) * 3 + input) * 2 + output] = at(output, input, row, column);
          }
        }
      }
    }
    const array = (shape: number[], data: number[]) => ({ shape, data: Float32Array.from(data) });
    expect([...weightsFromOutputInputRowColumn(array([2, 3, 2, 2], outputFirst))]).to.deep.equal(expected);
    expect([...weightsFromRowColumnInputOutput(array([2, 2, 3, 2], outputLast))]).to.deep.equal(expected);
  });
});
