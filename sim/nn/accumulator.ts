import { valueRange } from './data-type.js';
import type { MatrixLayer } from './network.js';

/** Smallest and largest accumulator that a layer's types allow. */
export function accumulatorRange({
  accumulate,
  mw,
  inputType,
  weightType,
}: Pick<MatrixLayer, 'accumulate' | 'mw' | 'inputType' | 'weightType'>): {
  readonly min: number;
  readonly max: number;
} {
  if (accumulate === 'matches') return { min: 0, max: mw };
  const [inputs, weights] = [valueRange(inputType), valueRange(weightType)];
  const products = [inputs.min, inputs.max].flatMap((input) => [input * weights.min, input * weights.max]);
  return { min: mw * Math.min(...products), max: mw * Math.max(...products) };
}
