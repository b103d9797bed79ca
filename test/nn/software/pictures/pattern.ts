import type { Picture } from '../../../../sim/nn/data/picture.js';

/** A picture without any pattern that a filter would like: byte i is i^2 x 7 + i x 53, modulo 256. */
export function patternOf(width: number, height: number): Picture {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, index) => (index * index * 7 + index * 53) & 255);
  return { width, height, data };
}
