import type { Picture } from '../../data/picture.js';
import { clip, roundHalfToEven } from '../activation.js';
import type { CodeMap } from '../code-map.js';
import { convolve, type FloatConvolution, weightsFromRowColumnInputOutput } from '../convolution.js';
import { type NamedArrays, takeFloats } from '../parameters/named-arrays.js';
import { letterbox } from '../pictures/letterbox.js';
import { swapAxes } from './swap-axes.js';

/** Rows and columns of the network's input. */
export const INPUT_SIDE = 416;

const KERNEL = 3;
const STRIDE = 2;
const COLOURS = 3;
/** What the largest code stands for. */
const LARGEST = 4;
const LARGEST_CODE = 7;

/** Names of the arrays that `tinierYoloFront` needs. */
export const TINIER_YOLO_FRONT_ARRAYS: readonly string[] = ['conv0/W', 'conv0/bias'];

/**
 * The first layer of Tinier-YOLO with its parameters (facts/qnn-mo-pynq.md sections 1.3 and 5).
 * @param arrays `conv0/W` (row, column, colour, output: 3 x 3 x 3 x N) and `conv0/bias`
 * @throws InputError where an array is missing, of another shape, or has a value that is no finite number
 */
export function tinierYoloFront(arrays: NamedArrays): FloatConvolution {
  const weights = takeFloats(arrays, 'conv0/W', [KERNEL, KERNEL, COLOURS, 'outputs']);
  const outputChannels = weights.shape[3];
  return {
    kernel: KERNEL,
    stride: STRIDE,
    padding: 1,
    inputChannels: COLOURS,
    outputChannels,
    weights: weightsFromRowColumnInputOutput(weights),
    bias: takeFloats(arrays, 'conv0/bias', [outputChannels]).data,
  };
}

/**
 * The codes that the first offloaded layer reads: 208 x 208 pixels of 16 channels, 0 to 7. Row and column are the column and
 * the row in the picture. The window of this layer lies on the picture as it is: with rows and columns exchanged already
 * before it, the later layers find nothing in photos.
 */
export function tinierYoloInput(picture: Picture, conv0: FloatConvolution): CodeMap {
  const { height, width, channels, data } = swapAxes(convolve(letterbox(picture, INPUT_SIDE), conv0));
  const codes = new Uint8Array(data.length);
  data.forEach((sum, index) => {
    codes[index] = roundHalfToEven((clip(sum, LARGEST) / LARGEST) * LARGEST_CODE);
  });
  return { height, width, channels, codes };
}
