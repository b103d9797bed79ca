import { CORES } from '../kernels/kernel-call.js';

/** Sizes that cut a length into equal parts but for the last, rounded up to what the cores do at once; the largest first. */
export function evenSizes(length: number, step = CORES): number[] {
  const sizes = new Set<number>();
  for (let parts = 1; parts * step < length + step; parts++) {
    sizes.add(Math.min(length, step * Math.ceil(length / parts / step)));
  }
  return [...sizes];
}

/** Of L1, at most, between buffers that begin at words. */
const LOST_BYTES = 32;

/**
 * The largest size for which there is room, or about that: room shrinks by as much for each of it unless nothing is cut, but for the
 * bytes between buffers.
 */
export function largestLinear(length: number, room: (size: number) => number): number | undefined {
  if (room(length) >= 0) return length;
  if (length === 1) return undefined;
  const [half, whole] = [Math.ceil(length / 2), length - 1];
  const slope = (room(half) - room(whole)) / (whole - half);
  const least = slope > 0 ? Math.floor(half + (room(half) - LOST_BYTES) / slope) : whole;
  const fits = (size: number) => room(size) >= 0;
  const most = Math.min(least + 1, whole);
  if (most < 1) return undefined;
  return even(length, most, fits) ?? (most > 1 ? even(length, most - 1, fits) : undefined);
}

/** The largest size that fits, from `least` on, by bisection. */
export function largestEven(length: number, fits: (size: number) => boolean, least = 1): number | undefined {
  if (!fits(least)) return undefined;
  let [most, tooMuch] = [least, length + 1];
  while (tooMuch - most > 1) {
    const middle = Math.floor((most + tooMuch) / 2);
    if (fits(middle)) most = middle;
    else tooMuch = middle;
  }
  return even(length, most, fits);
}

/** A size at most as large that cuts into as many parts, so that the last is not much smaller. */
function even(length: number, most: number, fits: (size: number) => boolean): number | undefined {
  const size = Math.ceil(length / Math.ceil(length / most));
  return [size, most].find(fits);
}
