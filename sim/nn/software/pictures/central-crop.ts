import type { Picture } from '../../data/picture.js';
import { resample, type Taps } from './resample.js';

/**
 * The middle of a picture, resized by linear interpolation between its nearest pixels, whatever the ratio: how photos are
 * prepared for networks of ImageNet's classes (data/imagenet-samples/README.md). The part that is cut out has the ratio of
 * `width` to `height` and is `fraction` of the largest such; pixels lie in the middle of their squares.
 */
export function centralCrop(picture: Picture, width: number, height: number, fraction: number): Picture {
  const scale = fraction * Math.min(picture.width / width, picture.height / height);
  const columns = tapsOf(picture.width, Math.max(Math.round(scale * width), 1), width);
  const rows = tapsOf(picture.height, Math.max(Math.round(scale * height), 1), height);
  return { width, height, data: Uint8Array.from(resample(picture, columns, rows).data, Math.round) };
}

/** What the samples are made of, when `cut` in the middle of `from` samples become `to`. */
function tapsOf(from: number, cut: number, to: number): Taps[] {
  const first = Math.floor((from - cut) / 2);
  return Array.from({ length: to }, (_, index) => {
    const place = Math.min(Math.max(((index + 0.5) * cut) / to - 0.5, 0), cut - 1);
    const before = Math.floor(place);
    const after = place - before;
    return { samples: [first + before, first + Math.min(before + 1, cut - 1)], weights: [1 - after, after] };
  });
}
