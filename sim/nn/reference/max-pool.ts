import type { MaxPoolLayer } from '../network.js';

/**
 * Reference of a max pool for one image: integer values in the shape `inputShape` in, in the shape `outputShape` out, both
 * height, width, channels.
 */
export function maxPool({ inputShape, outputShape, kernel, stride }: MaxPoolLayer, input: Int32Array): Int32Array {
  const inputWidth = inputShape[1];
  const [height, width, channels] = outputShape;
  const output = new Int32Array(height * width * channels);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < channels; channel++) {
        let largest = Number.NEGATIVE_INFINITY;
        for (let ky = 0; ky < kernel[0]; ky++) {
          for (let kx = 0; kx < kernel[1]; kx++) {
            const pixel = (y * stride[0] + ky) * inputWidth + x * stride[1] + kx;
            largest = Math.max(largest, input[pixel * channels + channel]);
          }
        }
        output[(y * width + x) * channels + channel] = largest;
      }
    }
  }
  return output;
}
