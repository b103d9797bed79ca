import type { NpyArray } from '../../data/npy.js';
import type { Picture } from '../../data/picture.js';
import type { CodeMap } from '../code-map.js';
import { convolve, type FloatConvolution, weightsFromOutputInputRowColumn } from '../convolution.js';
import { type NamedArrays, takeFloats, toFloats } from '../parameters/named-arrays.js';
import { MEAN_SIDE, preprocess } from './preprocess.js';

const KERNEL = 12;
const STRIDE = 4;
const COLOURS = 3;

/** Names of the arrays that `dorefanetFront` needs. */
export const DOREFANET_FRONT_ARRAYS: readonly string[] = ['conv0/W', 'conv0/T'];

/** What DoReFaNet does in software before the first offloaded layer. */
export interface DorefanetFront {
  readonly conv0: FloatConvolution;
  /** A code is the number of those below a sum. */
  readonly thresholds: Float32Array;
  /** Blue, green and red of the mean picture, 256 x 256 pixels row by row. */
  readonly mean: Float32Array;
}

/**
 * The first layer of DoReFaNet with its parameters (facts/qnn-mo-pynq.md section 5).
 * @param arrays `conv0/W` (output, colour, row, column: N x 3 x 12 x 12) and `conv0/T` (thresholds)
 * @param mean mean picture of the training set, 256 x 256 x 3, blue first
 * @throws InputError where an array is missing, of another shape, or has a value that is no finite number
 */
export function dorefanetFront(
  arrays: NamedArrays,
  mean: { readonly array: NpyArray; readonly file: string },
): DorefanetFront {
  const weights = takeFloats(arrays, 'conv0/W', ['outputs', COLOURS, KERNEL, KERNEL]);
  const [outputChannels] = weights.shape;
  return {
    conv0: {
      kernel: KERNEL,
      stride: STRIDE,
      padding: 0,
      inputChannels: COLOURS,
      outputChannels,
      weights: weightsFromOutputInputRowColumn(weights),
      bias: new Float32Array(outputChannels),
    },
    thresholds: takeFloats(arrays, 'conv0/T', ['thresholds']).data,
    mean: toFloats(mean.array, [MEAN_SIDE, MEAN_SIDE, COLOURS], 'the mean picture', mean.file).data,
  };
}

/** The codes that the first offloaded layer reads: 54 x 54 pixels of 68 channels, 0 to 3. */
export function dorefanetInput(picture: Picture, { conv0, thresholds, mean }: DorefanetFront): CodeMap {
  const { height, width, channels, data } = convolve(preprocess(picture, mean), conv0);
  const codes = new Uint8Array(data.length);
  for (const threshold of thresholds) {
    for (let index = 0; index < data.length; index++) if (data[index] > threshold) codes[index]++;
  }
  return { height, width, channels, codes };
}
