import type { FloatArray } from './parameters/named-arrays.js';

/** Real numbers for each pixel and channel, row by row, channels innermost. */
export interface FloatMap {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly data: Float32Array;
}

/** A convolution of real numbers; around its input lie zeros. */
export interface FloatConvolution {
  /** Height and width of its window. */
  readonly kernel: number;
  readonly stride: number;
  /** Rows and columns added on every side. */
  readonly padding: number;
  readonly inputChannels: number;
  readonly outputChannels: number;
  /** Output channel, then row and column of the window, then input channel. */
  readonly weights: Float32Array;
  /** One for each output channel. */
  readonly bias: Float32Array;
}

/** Weights in the order of `FloatConvolution` from (output, input, row, column). */
export function weightsFromOutputInputRowColumn({ shape, data }: FloatArray): Float32Array {
  const [outputs, inputs, rows, columns] = shape;
  return reordered(
    outputs,
    rows * columns,
    inputs,
    (output, tap, input) => data[(output * inputs + input) * rows * columns + tap],
  );
}

/** Weights in the order of `FloatConvolution` from (row, column, input, output). */
export function weightsFromRowColumnInputOutput({ shape, data }: FloatArray): Float32Array {
  const [rows, columns, inputs, outputs] = shape;
  return reordered(
    outputs,
    rows * columns,
    inputs,
    (output, tap, input) => data[(tap * inputs + input) * outputs + output],
  );
}

function reordered(
  outputs: number,
  taps: number,
  inputs: number,
  weightAt: (output: number, tap: number, input: number) => number,
): Float32Array {
  const weights = new Float32Array(outputs * taps * inputs);
  for (let output = 0; output < outputs; output++) {
    for (let tap = 0; tap < taps; tap++) {
      for (let input = 0; input < inputs; input++) {
        weights[(output * taps + tap) * inputs + input] = weightAt(output, tap, input);
      }
    }
  }
  return weights;
}

/** Output channels that are computed together: each value of a window is then read once for all of them. */
const BLOCK = 4;

/** The convolution of a map; sums are of 64 bits, results of 32. */
export function convolve(map: FloatMap, convolution: FloatConvolution): FloatMap {
  const { kernel, stride, padding, outputChannels: channels, bias } = convolution;
  const height = Math.floor((map.height + 2 * padding - kernel) / stride) + 1;
  const width = Math.floor((map.width + 2 * padding - kernel) / stride) + 1;
  const data = new Float32Array(height * width * channels);
  const window = new Float64Array(kernel * kernel * map.channels);
  const sums = new Float64Array(Math.ceil(channels / BLOCK) * BLOCK);
  const rows = new Float64Array(sums.length * window.length);
  rows.set(convolution.weights);
  let index = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      gatherWindow(map, kernel, y * stride - padding, x * stride - padding, window);
      multiply(rows, window, sums);
      for (let channel = 0; channel < channels; channel++) data[index++] = sums[channel] + bias[channel];
    }
  }
  return { height, width, channels, data };
}

function gatherWindow(map: FloatMap, kernel: number, top: number, left: number, window: Float64Array): void {
  const { height, width, channels, data } = map;
  const first = Math.max(-left, 0);
  const values = (Math.min(width - left, kernel) - first) * channels;
  window.fill(0);
  for (let row = Math.max(-top, 0); row < Math.min(height - top, kernel); row++) {
    const source = ((top + row) * width + left + first) * channels;
    const target = (row * kernel + first) * channels;
    for (let index = 0; index < values; index++) window[target + index] = data[source + index];
  }
}

function multiply(rows: Float64Array, vector: Float64Array, products: Float64Array): void {
  const columns = vector.length;
  for (let block = 0; block < products.length; block += BLOCK) {
    const row0 = block * columns;
    const row1 = row0 + columns;
    const row2 = row1 + columns;
    const row3 = row2 + columns;
    let sum0 = 0;
    let sum1 = 0;
    let sum2 = 0;
    let sum3 = 0;
    for (let column = 0; column < columns; column++) {
      const value = vector[column];
      sum0 += rows[row0 + column] * value;
      sum1 += rows[row1 + column] * value;
      sum2 += rows[row2 + column] * value;
      sum3 += rows[row3 + column] * value;
    }
    products[block] = sum0;
    products[block + 1] = sum1;
    products[block + 2] = sum2;
    products[block + 3] = sum3;
  }
}
