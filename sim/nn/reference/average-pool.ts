import type { AveragePoolLayer } from '../integer-layers.js';
import { averageOf } from '../requantize.js';

/** Reference of an average pool for one image: integers in the order height, width, channels in and out. */
export function averagePool(layer: AveragePoolLayer, input: Int32Array): Int32Array {
  const { inputShape, outputShape, kernel, stride, division } = layer;
  const [height, width, channels] = outputShape;
  const output = new Int32Array(height * width * channels);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < channels; channel++) {
        let sum = 0;
        for (let ky = 0; ky < kernel[0]; ky++) {
          for (let kx = 0; kx < kernel[1]; kx++) {
            const pixel = (y * stride[0] + ky) * inputShape[1] + x * stride[1] + kx;
            sum += input[pixel * channels + channel];
          }
        }
        output[(y * width + x) * channels + channel] = averageOf(sum, kernel[0] * kernel[1], division);
      }
    }
  }
  return output;
}
