import { InputError } from '../../../core/input/input-error.js';
import type { Picture } from '../../data/picture.js';
import type { CodeMap } from '../code-map.js';
import { convolve, type FloatConvolution, weightsFromRowColumnInputOutput } from '../convolution.js';
import { type NamedArrays, takeFloats } from '../parameters/named-arrays.js';
import { letterboxOf } from '../pictures/letterbox.js';
import { INPUT_SIDE } from './front.js';
import { decodeRegions, REGION_OUTPUTS } from './region.js';
import { type Detection, type DetectionLimits, selectDetections } from './select.js';
import { swapAxes } from './swap-axes.js';

/** Names of the arrays that `tinierYoloBack` needs. */
export const TINIER_YOLO_BACK_ARRAYS: readonly string[] = ['conv8/W', 'conv8/bias'];

/** Assumed: what darknet's `detector test` takes for itself in 2017, when the network was trained (examples/detector.c). */
export const DARKNET_LIMITS: DetectionLimits = { score: 0.24, overlap: 0.3 };

/**
 * The last layer of Tinier-YOLO with its parameters (facts/qnn-mo-pynq.md sections 1.3 and 5).
 * @param arrays `conv8/W` (1 x 1 x inputs x 125 outputs) and `conv8/bias`
 * @throws InputError where an array is missing, of another shape, or has a value that is no finite number
 */
export function tinierYoloBack(arrays: NamedArrays): FloatConvolution {
  const weights = takeFloats(arrays, 'conv8/W', [1, 1, 'inputs', REGION_OUTPUTS]);
  return {
    kernel: 1,
    stride: 1,
    padding: 0,
    inputChannels: weights.shape[2],
    outputChannels: REGION_OUTPUTS,
    weights: weightsFromRowColumnInputOutput(weights),
    bias: takeFloats(arrays, 'conv8/bias', [REGION_OUTPUTS]).data,
  };
}

/** The picture as the network sees it. */
const SQUARE = { width: INPUT_SIDE, height: INPUT_SIDE };

/**
 * The objects in a picture, the best first; boxes in its pixels or, where its size is not known, in those of the 416 x 416 that
 * the network sees.
 * @param map output of the last offloaded layer: 13 x 13 cells of 512 channels, row and column being the column and the row in
 *   the picture. Codes are taken as they are: their scale is in the weights.
 * @throws InputError where the last layer takes another number of channels
 */
export function tinierYoloDetections(
  { codes, ...map }: CodeMap,
  conv8: FloatConvolution,
  picture: Pick<Picture, 'width' | 'height'> = SQUARE,
  limits = DARKNET_LIMITS,
): Detection[] {
  if (map.channels !== conv8.inputChannels) {
    const problem = `takes ${conv8.inputChannels} channels, the offloaded layers give ${map.channels}`;
    throw new InputError(`the array conv8/W ${problem}`);
  }
  const outputs = swapAxes(convolve({ ...map, data: Float32Array.from(codes) }, conv8));
  const { left, top, width, height } = letterboxOf(picture, INPUT_SIDE);
  const across = picture.width / width;
  const down = picture.height / height;
  return selectDetections(decodeRegions(outputs), limits).map(({ box, ...detection }) => ({
    ...detection,
    box: {
      x: (box.x * INPUT_SIDE - left) * across,
      y: (box.y * INPUT_SIDE - top) * down,
      width: box.width * INPUT_SIDE * across,
      height: box.height * INPUT_SIDE * down,
    },
  }));
}
