import type { Picture } from '../../data/picture.js';
import type { FloatMap } from '../convolution.js';
import { resample, type Taps } from './resample.js';

const GREY = 0.5;
const WHITE = 255;
const { fround } = Math;

/** Where a picture lies in a square, in its pixels. */
export interface Letterbox {
  readonly side: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The largest size with the picture's ratio, in the middle of the square. */
export function letterboxOf({ width, height }: Pick<Picture, 'width' | 'height'>, side: number): Letterbox {
  const shorter = (across: number, along: number) => Math.max(Math.trunc((across * side) / along), 1);
  const [fitWidth, fitHeight] = width > height ? [side, shorter(height, width)] : [shorter(width, height), side];
  const [left, top] = [Math.trunc((side - fitWidth) / 2), Math.trunc((side - fitHeight) / 2)];
  return { side, left, top, width: fitWidth, height: fitHeight };
}

/**
 * A picture resized to fit into a grey square, by linear interpolation between the corner pixels of both: the `letterbox_image`
 * of darknet (src/image.c).
 * @returns red, green and blue, from 0 to 1
 */
export function letterbox(picture: Picture, side: number): FloatMap {
  const { left, top, width, height } = letterboxOf(picture, side);
  const resized = resample(picture, tapsOf(picture.width, width), tapsOf(picture.height, height));
  const data = new Float32Array(side * side * 3).fill(GREY);
  for (let y = 0; y < height; y++) {
    const row = resized.data.subarray(y * width * 3, (y + 1) * width * 3).map((value) => value / WHITE);
    data.set(row, ((top + y) * side + left) * 3);
  }
  return { height: side, width: side, channels: 3, data };
}

/** What the samples are made of, when `from` samples become `to`: the first the first, and the last the last. */
function tapsOf(from: number, to: number): Taps[] {
  const scale = fround((from - 1) / (to - 1));
  return Array.from({ length: to }, (_, index) => {
    if (index === to - 1 || from === 1) return { samples: [from - 1], weights: [1] };
    const place = fround(index * scale);
    const before = Math.trunc(place);
    const after = fround(place - before);
    return { samples: [before, before + 1], weights: [fround(1 - after), after] };
  });
}
