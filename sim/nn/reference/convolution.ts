import { decodeValue } from '../data-type.js';
import type { ConvolutionLayer } from '../network.js';
import { matrixVector } from './matrix-vector.js';

/**
 * Reference of a convolution for one image: integer values of `inputType` in the shape `inputShape` in, those of
 * `outputType` in the shape `outputShape` out, both height, width, channels.
 * @throws InputError if the layer has no weights
 */
export function convolution(layer: ConvolutionLayer, input: Int32Array): Int32Array {
  const apply = matrixVector(layer);
  const [height, width] = layer.outputShape;
  const output = new Int32Array(height * width * layer.mh);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) output.set(apply(windowAt(layer, input, y, x)), (y * width + x) * layer.mh);
  }
  return output;
}

/** The MW values under the window of output pixel (y, x), in the order of the matrix columns. */
function windowAt(layer: ConvolutionLayer, input: Int32Array, y: number, x: number): Int32Array {
  const { kernel, stride, dilation, padding } = layer;
  const [height, width, channels] = layer.inputShape;
  const window = new Int32Array(layer.mw).fill(decodeValue(layer.inputType, 0));
  for (let ky = 0; ky < kernel[0]; ky++) {
    for (let kx = 0; kx < kernel[1]; kx++) {
      const row = y * stride[0] + ky * dilation[0] - padding.top;
      const column = x * stride[1] + kx * dilation[1] - padding.left;
      if (row < 0 || row >= height || column < 0 || column >= width) continue;
      const pixel = (row * width + column) * channels;
      window.set(input.subarray(pixel, pixel + channels), (ky * kernel[1] + kx) * channels);
    }
  }
  return window;
}
