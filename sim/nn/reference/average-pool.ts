import type { AveragePoolLayer } from '../integer-layers.js';
import { clampTo, outputRange } from '../output-range.js';
import { averageFactor, moved, shiftBetween } from '../power-of-two.js';
import { averageOf } from '../requantize.js';
import { NO_PADDING } from '../windows.js';

/** Reference of an average pool for one image: integers in the order height, width, channels in and out. */
export function averagePool(layer: AveragePoolLayer, input: Int32Array): Int32Array {
  const { inputShape, outputShape, kernel, stride, padding = NO_PADDING } = layer;
  const finish = averaging(layer);
  const [height, width, channels] = outputShape;
  const output = new Int32Array(height * width * channels);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < channels; channel++) {
        let sum = 0;
        let taps = 0;
        for (let ky = 0; ky < kernel[0]; ky++) {
          for (let kx = 0; kx < kernel[1]; kx++) {
            const row = y * stride[0] + ky - padding.top;
            const column = x * stride[1] + kx - padding.left;
            if (row < 0 || row >= inputShape[0] || column < 0 || column >= inputShape[1]) continue;
            sum += input[(row * inputShape[1] + column) * channels + channel];
            taps++;
          }
        }
        output[(y * width + x) * channels + channel] = finish(sum, taps);
      }
    }
  }
  return output;
}

/** From a sum and the number of its taps, padding aside, to a value of the layer's output type. */
export function averaging(layer: AveragePoolLayer): (sum: number, taps: number) => number {
  const { inputType, outputType, kernel, division } = layer;
  const range = outputRange(layer);
  if (division !== 'powerOfTwo') {
    return (sum, taps) => clampTo(range, averageOf(sum, taps, division, inputType.zeroPoint));
  }
  const { multiplier, shift } = averageFactor(kernel);
  const between = shiftBetween(inputType.scale, outputType.scale);
  return (sum) => moved(sum * multiplier, between - shift, range);
}
