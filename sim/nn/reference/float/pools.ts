import type { FloatAveragePoolLayer, FloatMaxPoolLayer, FloatMeanLayer } from '../../float-layers.js';

/** Reference of a max pool of real numbers for one image: height, width, channels in and out. */
export function floatMaxPool(layer: FloatMaxPoolLayer, input: Float32Array): Float32Array {
  const output = new Float32Array(layer.outputShape.reduce((a, b) => a * b)).fill(-Infinity);
  forEachPixel(layer, (from, to, channels) => {
    for (let channel = 0; channel < channels; channel++) {
      output[to + channel] = Math.max(output[to + channel], input[from + channel]);
    }
  });
  return output;
}

/** Reference of an average pool of real numbers for one image: height, width, channels in and out. */
export function floatAveragePool(layer: FloatAveragePoolLayer, input: Float32Array): Float32Array {
  const { outputShape, kernel, countsPadding } = layer;
  const channels = outputShape[2];
  const output = new Float32Array(outputShape.reduce((a, b) => a * b));
  const taps = new Int32Array(output.length / channels).fill(countsPadding ? kernel[0] * kernel[1] : 0);
  forEachPixel(layer, (from, to) => {
    if (!countsPadding) taps[to / channels]++;
    for (let channel = 0; channel < channels; channel++) output[to + channel] += input[from + channel];
  });
  return output.map((sum, index) => sum / taps[Math.floor(index / channels)]);
}

/** Reference of the average of all pixels for one image: a number for each channel out. */
export function floatMean({ inputShape }: FloatMeanLayer, input: Float32Array): Float32Array {
  const [height, width, channels] = inputShape;
  const sums = new Float32Array(channels);
  for (let index = 0; index < input.length; index++) sums[index % channels] += input[index];
  return sums.map((sum) => sum / (height * width));
}

/** Every pixel of every window, in the order of the windows and row by row, with where its channels and those of the output begin. */
function forEachPixel(
  { inputShape, outputShape, kernel, stride, padding }: FloatMaxPoolLayer | FloatAveragePoolLayer,
  visit: (from: number, to: number, channels: number) => void,
): void {
  const [inputHeight, inputWidth] = inputShape;
  const [height, width, channels] = outputShape;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let ky = 0; ky < kernel[0]; ky++) {
        for (let kx = 0; kx < kernel[1]; kx++) {
          const row = y * stride[0] + ky - padding.top;
          const column = x * stride[1] + kx - padding.left;
          if (row < 0 || row >= inputHeight || column < 0 || column >= inputWidth) continue;
          visit((row * inputWidth + column) * channels, (y * width + x) * channels, channels);
        }
      }
    }
  }
}
