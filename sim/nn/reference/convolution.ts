import { decodeValue } from '../data-type.js';
import type { ConvolutionLayer } from '../network.js';
import { matrixVector } from './matrix-vector.js';

/**
 * Reference of a convolution for one image: integer values of `inputType` in the shape `inputShape` in, those of
 * `outputType` in the shape `outputShape` out, both height, width, channels.
 * @throws InputError if the layer has no weights
 */
export function convolution(layer: ConvolutionLayer, input: Int32Array): Int32Array {
  const { mh, groups } = layer;
  const apply = matrixVector(layer);
  const [height, width] = layer.outputShape;
  const rows = mh / groups;
  const output = new Int32Array(height * width * mh);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let group = 0; group < groups; group++) {
        const results = apply(windowAt(layer, input, y, x, group), group * rows, rows);
        output.set(results, (y * width + x) * mh + group * rows);
      }
    }
  }
  return output;
}

/** The MW values of a group's channels under the window of output pixel (y, x), in the order of the matrix columns. */
function windowAt(layer: ConvolutionLayer, input: Int32Array, y: number, x: number, group: number): Int32Array {
  const { kernel, stride, dilation, padding, groups } = layer;
  const [height, width, channels] = layer.inputShape;
  const ofGroup = channels / groups;
  const window = new Int32Array(layer.mw).fill(decodeValue(layer.inputType, 0));
  for (let ky = 0; ky < kernel[0]; ky++) {
    for (let kx = 0; kx < kernel[1]; kx++) {
      const row = y * stride[0] + ky * dilation[0] - padding.top;
      const column = x * stride[1] + kx * dilation[1] - padding.left;
      if (row < 0 || row >= height || column < 0 || column >= width) continue;
      const from = (row * width + column) * channels + group * ofGroup;
      window.set(input.subarray(from, from + ofGroup), (ky * kernel[1] + kx) * ofGroup);
    }
  }
  return window;
}
