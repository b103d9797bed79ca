import type { Picture } from '../../data/picture.js';
import type { FloatMap } from '../convolution.js';

/** The neighbouring samples that one sample is made of, and their weights. */
export interface Taps {
  readonly samples: readonly number[];
  readonly weights: readonly number[];
}

const { fround } = Math;

/**
 * A picture of weighted sums of another one's pixels: first along the rows, added up from the left, then along the columns,
 * added up from the bottom, all in floats of 32 bits.
 * @param columns taps of each column, in columns of the source
 * @param rows taps of each row, in rows of the source
 */
export function resample(picture: Picture, columns: readonly Taps[], rows: readonly Taps[]): FloatMap {
  const cache = new Map<number, Float32Array>();
  const resampledRow = (y: number) => {
    const row = cache.get(y) ?? resampleRow(picture, y, columns);
    cache.set(y, row);
    return row;
  };
  const width = columns.length;
  const data = new Float32Array(rows.length * width * 3);
  rows.forEach(({ samples, weights }, y) => {
    const row = data.subarray(y * width * 3, (y + 1) * width * 3);
    for (let tap = samples.length - 1; tap >= 0; tap--) addScaled(row, resampledRow(samples[tap]), weights[tap]);
  });
  return { height: rows.length, width, channels: 3, data };
}

function resampleRow({ width, data }: Picture, y: number, columns: readonly Taps[]): Float32Array {
  const row = new Float32Array(columns.length * 3);
  columns.forEach(({ samples, weights }, x) => {
    for (let channel = 0; channel < 3; channel++) {
      let sum = 0;
      for (let tap = 0; tap < samples.length; tap++) {
        sum = fround(sum + fround(data[(y * width + samples[tap]) * 3 + channel] * weights[tap]));
      }
      row[x * 3 + channel] = sum;
    }
  });
  return row;
}

function addScaled(sums: Float32Array, values: Float32Array, weight: number): void {
  for (let index = 0; index < sums.length; index++) sums[index] += fround(values[index] * weight);
}
