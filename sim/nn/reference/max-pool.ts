import { decodeValue } from '../data-type.js';
import type { MaxPoolLayer } from '../network.js';

/**
 * Reference of a max pool for one image: integer values in the shape `inputShape` in, in the shape `outputShape` out, both
 * height, width, channels.
 */
export function maxPool(layer: MaxPoolLayer, input: Int32Array): Int32Array {
  const { inputShape, outputShape, kernel, stride, padding } = layer;
  const [inputHeight, inputWidth] = inputShape;
  const outside = decodeValue(layer.inputType, 0);
  const [height, width, channels] = outputShape;
  const output = new Int32Array(height * width * channels);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < channels; channel++) {
        let largest = Number.NEGATIVE_INFINITY;
        for (let ky = 0; ky < kernel[0]; ky++) {
          for (let kx = 0; kx < kernel[1]; kx++) {
            const row = y * stride[0] + ky - padding.top;
            const column = x * stride[1] + kx - padding.left;
            const inside = row >= 0 && row < inputHeight && column >= 0 && column < inputWidth;
            const value = inside ? input[(row * inputWidth + column) * channels + channel] : outside;
            largest = Math.max(largest, value);
          }
        }
        output[(y * width + x) * channels + channel] = largest;
      }
    }
  }
  return output;
}
