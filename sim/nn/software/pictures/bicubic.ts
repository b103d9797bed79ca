import type { Picture } from '../../data/picture.js';
import type { FloatMap } from '../convolution.js';
import { resample, type Taps } from './resample.js';

const TAPS = 4;
/** The free parameter of the cubic convolution kernel, as OpenCV has it. */
const A = -0.75;
const { fround } = Math;

/** A part of a resized picture, in its pixels. */
export interface Crop {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * A part of a picture that is resized by cubic interpolation over 4 x 4 pixels, whatever the ratio; beyond its borders the
 * picture goes on with its last pixels. This is `cv::resize` with INTER_CUBIC on floats (OpenCV,
 * modules/imgproc/src/resize.cpp, without IPP), bit for bit as its vector instructions add: only the last pixels of a row,
 * which they leave over, may differ in the last bit.
 * @returns red, green and blue, from about 0 to 255: the kernel overshoots
 */
export function resizeBicubic(picture: Picture, width: number, height: number, crop: Crop): FloatMap {
  const columns = tapsOf(crop.left, crop.width, picture.width, width);
  return resample(picture, columns, tapsOf(crop.top, crop.height, picture.height, height));
}

/** What `count` samples from `first` on are made of, when `from` samples become `to`. */
function tapsOf(first: number, count: number, from: number, to: number): Taps[] {
  const scale = 1 / (to / from);
  return Array.from({ length: count }, (_, index) => {
    const place = fround((first + index + 0.5) * scale - 0.5);
    const before = Math.floor(place);
    const samples = Array.from({ length: TAPS }, (_, tap) => Math.min(Math.max(before - 1 + tap, 0), from - 1));
    return { samples, weights: cubicWeights(fround(place - before)) };
  });
}

/** Weights of the samples at -1, 0, 1 and 2 for a place between 0 and 1, in floats of 32 bits. */
function cubicWeights(x: number): number[] {
  const outer = (distance: number) => {
    const linear = fround(fround(A * distance) - 5 * A);
    const square = fround(fround(linear * distance) + 8 * A);
    return fround(fround(square * distance) - 4 * A);
  };
  const inner = (distance: number) => {
    const linear = fround(fround((A + 2) * distance) - (A + 3));
    return fround(fround(fround(linear * distance) * distance) + 1);
  };
  const before = outer(fround(x + 1));
  const [left, right] = [inner(x), inner(fround(1 - x))];
  return [before, left, right, fround(fround(fround(1 - before) - left) - right)];
}
