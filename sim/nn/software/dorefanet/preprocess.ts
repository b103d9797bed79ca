import type { Picture } from '../../data/picture.js';
import type { FloatMap } from '../convolution.js';
import { resizeBicubic } from '../pictures/bicubic.js';

/** Rows and columns of the network's input. */
export const INPUT_SIDE = 224;
/** Rows and columns of the mean picture. */
export const MEAN_SIDE = 256;

const MARGIN = (MEAN_SIDE - INPUT_SIDE) / 2;
const { fround } = Math;

/**
 * What the network sees of a picture (facts/qnn-mo-pynq.md section 5): shrunk so that the shorter side is 256, where it is
 * longer, but nowhere below 224; its middle of 224 x 224; blue, green and red without the mean, divided by 255.
 * @param mean blue, green and red of the mean picture, 256 x 256 pixels row by row
 * @returns blue, green and red
 */
export function preprocess(picture: Picture, mean: Float32Array): FloatMap {
  const scale = MEAN_SIDE / Math.min(picture.width, picture.height);
  const resized = (side: number) => Math.trunc(Math.max(INPUT_SIDE, Math.min(side, scale * side)));
  const [width, height] = [resized(picture.width), resized(picture.height)];
  const input = resizeBicubic(picture, width, height, {
    left: Math.floor((width - INPUT_SIDE) / 2),
    top: Math.floor((height - INPUT_SIDE) / 2),
    width: INPUT_SIDE,
    height: INPUT_SIDE,
  });
  const data = new Float32Array(input.data.length);
  for (let y = 0; y < INPUT_SIDE; y++) {
    for (let x = 0; x < INPUT_SIDE; x++) {
      const pixel = (y * INPUT_SIDE + x) * 3;
      const meanPixel = ((y + MARGIN) * MEAN_SIDE + x + MARGIN) * 3;
      for (let channel = 0; channel < 3; channel++) {
        data[pixel + channel] = fround(input.data[pixel + 2 - channel] - mean[meanPixel + channel]) / 255;
      }
    }
  }
  return { ...input, data };
}
