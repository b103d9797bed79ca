import type { Picture } from './picture.js';

/** Lobes of the Lanczos window on each side. */
const LOBES = 3;
/** Fraction bits of a weight: 8 bits of a sample and 2 for overshoot are left of 32. */
const FRACTION_BITS = 22;

/** The samples that one output sample is made of, and their weights in units of 2^-22. */
interface Window {
  readonly first: number;
  readonly weights: Int32Array;
}

/**
 * Resizes a picture with a Lanczos filter that is widened as far as the picture is shrunk, first its rows, then its
 * columns, both with weights of 22 fraction bits and results of 8 bits: the arithmetic of `Image.resize` in PIL
 * (src/libImaging/Resample.c), which the original's pictures went through. The results are the same, bit for bit; only for
 * pictures over 100 times as high as wide do later versions of PIL begin with the columns.
 */
export function resize({ width, height, data }: Picture, toWidth: number, toHeight: number): Picture {
  const rows = resample(data, height, width, toWidth, 3);
  return { width: toWidth, height: toHeight, data: resample(rows, 1, height, toHeight, toWidth * 3) };
}

/** Resizes the middle one of three dimensions from `from` to `to`. */
function resample(data: Uint8Array, outer: number, from: number, to: number, inner: number): Uint8Array {
  const resized = new Uint8Array(outer * to * inner);
  for (let target = 0; target < to; target++) {
    const { first, weights } = windowOf(target, from, to);
    for (let block = 0; block < outer; block++) {
      const source = (block * from + first) * inner;
      for (let index = 0; index < inner; index++) {
        let sum = 1 << (FRACTION_BITS - 1);
        for (let tap = 0; tap < weights.length; tap++) sum += weights[tap] * data[source + tap * inner + index];
        resized[(block * to + target) * inner + index] = Math.min(Math.max(sum >> FRACTION_BITS, 0), 255);
      }
    }
  }
  return resized;
}

function windowOf(target: number, from: number, to: number): Window {
  const scale = from / to;
  const widening = Math.max(scale, 1);
  const centre = (target + 0.5) * scale;
  const support = LOBES * widening;
  const first = Math.max(Math.trunc(centre - support + 0.5), 0);
  const end = Math.min(Math.trunc(centre + support + 0.5), from);
  const weights = Float64Array.from({ length: end - first }, (_, tap) =>
    lanczos((tap + first - centre + 0.5) * (1 / widening)),
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return { first, weights: Int32Array.from(weights, (weight) => toFixedPoint(weight / sum)) };
}

/** Rounded to nearest, halves away from zero. */
function toFixedPoint(weight: number): number {
  return Math.trunc(weight * 2 ** FRACTION_BITS + (weight < 0 ? -0.5 : 0.5));
}

function lanczos(x: number): number {
  return x >= -LOBES && x < LOBES ? sinc(x) * sinc(x / LOBES) : 0;
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI);
}
