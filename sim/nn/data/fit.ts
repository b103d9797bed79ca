import type { Picture } from './picture.js';
import { resize } from './resize.js';

const WHITE = 255;

/**
 * A picture in the middle of a white canvas, shrunk to fit it where it is larger: how the original prepares pictures of
 * other sizes than the data set's (facts/bnn-pynq.md section 2; `Image.thumbnail` of PIL without its shortcuts).
 */
export function fitOnCanvas(picture: Picture, width: number, height: number): Picture {
  const fitting = resize(picture, ...fittingSize(picture, width, height));
  const data = new Uint8Array(width * height * 3).fill(WHITE);
  const left = Math.floor((width - fitting.width) / 2);
  const top = Math.floor((height - fitting.height) / 2);
  for (let y = 0; y < fitting.height; y++) {
    const row = fitting.data.subarray(y * fitting.width * 3, (y + 1) * fitting.width * 3);
    data.set(row, ((top + y) * width + left) * 3);
  }
  return { width, height, data };
}

/** The largest size within the canvas whose ratio is nearest to the picture's; its own where that fits. */
function fittingSize(
  picture: Pick<Picture, 'width' | 'height'>,
  width: number,
  height: number,
): [width: number, height: number] {
  if (picture.width <= width && picture.height <= height) return [picture.width, picture.height];
  const ratio = picture.width / picture.height;
  return width / height >= ratio
    ? [nearestSide(height * ratio, (side) => Math.abs(ratio - side / height)), height]
    : [width, nearestSide(width / ratio, (side) => (side === 0 ? 0 : Math.abs(ratio - width / side)))];
}

/** The length rounded to the side with the smaller error, down where both are equal; at least 1. */
function nearestSide(length: number, errorOf: (side: number) => number): number {
  const [down, up] = [Math.floor(length), Math.ceil(length)];
  return Math.max(errorOf(up) < errorOf(down) ? up : down, 1);
}
