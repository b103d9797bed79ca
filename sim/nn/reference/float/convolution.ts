import type { FloatConvolutionLayer } from '../../float-layers.js';
import { requireFloatParameters } from '../../require-parameters.js';

/**
 * Reference of a convolution of real numbers for one image, height, width, channels in and out. The products of a window are
 * added row by row, pixel by pixel, channel by channel, the bias behind them; what overhangs adds nothing.
 * @throws InputError if the layer has no weights
 */
export function floatConvolution(layer: FloatConvolutionLayer, input: Float32Array): Float32Array {
  const { bias } = requireFloatParameters(layer);
  const [height, width] = layer.outputShape;
  const output = new Float32Array(height * width * layer.mh);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let row = 0; row < layer.mh; row++) {
        const sum = sumOfWindow(layer, input, y, x, row);
        output[(y * width + x) * layer.mh + row] = bias === undefined ? sum : sum + bias[row];
      }
    }
  }
  return output;
}

/** Sum of products of a row of weights and the window of output pixel (y, x). */
function sumOfWindow(layer: FloatConvolutionLayer, input: Float32Array, y: number, x: number, row: number): number {
  const { kernel, stride, dilation, padding, groups, mw, mh } = layer;
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
        sum = Math.fround(sum + Math.fround(weights[column + index] * input[pixel + index]));
      }
    }
  }
  return sum;
}
