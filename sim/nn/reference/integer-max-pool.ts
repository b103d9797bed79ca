import { outputRange } from '../output-range.js';
import { moved, shiftBetween } from '../power-of-two.js';
import type { IntegerMaxPoolLayer } from '../tensor-layers.js';

/** Reference of the largest integer of each window for one image; what overhangs does not count. */
export function integerMaxPool(layer: IntegerMaxPoolLayer, input: Int32Array): Int32Array {
  const { inputShape, outputShape, kernel, stride, padding } = layer;
  const [height, width, channels] = outputShape;
  const finish = rescaling(layer);
  const output = new Int32Array(height * width * channels);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < channels; channel++) {
        let largest = Number.NEGATIVE_INFINITY;
        for (let ky = 0; ky < kernel[0]; ky++) {
          for (let kx = 0; kx < kernel[1]; kx++) {
            const row = y * stride[0] + ky - padding.top;
            const column = x * stride[1] + kx - padding.left;
            if (row < 0 || row >= inputShape[0] || column < 0 || column >= inputShape[1]) continue;
            largest = Math.max(largest, input[(row * inputShape[1] + column) * channels + channel]);
          }
        }
        output[(y * width + x) * channels + channel] = finish(largest);
      }
    }
  }
  return output;
}

/** From the largest integer to a value of the layer's output type. */
export function rescaling(layer: IntegerMaxPoolLayer): (largest: number) => number {
  const range = outputRange(layer);
  const shift = shiftBetween(layer.inputType.scale, layer.outputType.scale);
  return (largest) => moved(largest, shift, range);
}
