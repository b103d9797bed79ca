import type { IntegerConvolutionLayer } from '../integer-layers.js';
import { requantization } from './requantization.js';

/**
 * Reference of a convolution of integers for one image: values of `inputType` in the shape `inputShape` in, those of
 * `outputType` in the shape `outputShape` out, both height, width, channels.
 * @throws InputError if the layer has no weights
 */
export function integerConvolution(layer: IntegerConvolutionLayer, input: Int32Array): Int32Array {
  const finish = requantization(layer);
  const [height, width] = layer.outputShape;
  const output = new Int32Array(height * width * layer.mh);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let row = 0; row < layer.mh; row++) {
        output[(y * width + x) * layer.mh + row] = finish(sumOfWindow(layer, input, y, x, row), row);
      }
    }
  }
  return output;
}

/** Sum of products of a row of weights and the window of output pixel (y, x); what overhangs counts as zero. */
function sumOfWindow(layer: IntegerConvolutionLayer, input: Int32Array, y: number, x: number, row: number): number {
  const { kernel, stride, dilation, padding, groups, mw, mh, weightZeroPoint = 0 } = layer;
  const { weights } = layer.parameters!;
  const [height, width, channels] = layer.inputShape;
  const ofGroup = channels / groups;
  const first = Math.floor((row * groups) / mh) * ofGroup;
  let sum = 0;
  for (let ky = 0; ky < kernel[0]; ky++) {
    for (let kx = 0; kx < kernel[1]; kx++) {
      const inputY = y * stride[0] + ky * dilation[0] - padding.top;
      const inputX = x * stride[1] + kx * dilation[1] - padding.left;
      if (inputY < 0 || inputY >= height || inputX < 0 || inputX >= width) continue;
      const pixel = (inputY * width + inputX) * channels + first;
      const column = row * mw + (ky * kernel[1] + kx) * ofGroup;
      for (let index = 0; index < ofGroup; index++) {
        sum += input[pixel + index] * (weights[column + index] - weightZeroPoint);
      }
    }
  }
  return sum;
}
