import { accumulatorRange } from '../../../accumulator.js';
import { valueRange } from '../../../data-type.js';
import type { ClassReals } from '../../../network.js';
import { SCORE_BITS } from '../../../schema-parts.js';
import type { Step } from '../graph.js';
import { evaluate } from './element-steps.js';
import type { MatrixDraft } from './layer-draft.js';
import type { Signal, Sums } from './signal.js';
import { ascendingRows, typeOfWeights } from './thresholds.js';

/** A last layer whose sums are its output. */
export interface Scores {
  readonly layer: Readonly<Record<string, unknown>>;
  readonly parameters: MatrixDraft;
  /** Where outputs have scales or offsets of their own: those of each. */
  readonly reals?: ClassReals;
}

/** How far, relative to the largest, what is made of sums may lie off a scale and an offset. */
const TOLERANCE = 1e-9;

/**
 * The last layer, where nothing is quantized behind it: its sums stand for real numbers by a scale and an offset.
 * @throws InputError where they do not, or where they do not fit 32 bits
 */
export function scoresOf({ source, elementSteps }: Signal & { readonly source: Sums }): Scores {
  const { step, mh, mw, scales, biases, reads } = source;
  const last = elementSteps[elementSteps.length - 1]?.step ?? step;
  const valuesOf = (sums: Float64Array) =>
    evaluate(
      elementSteps,
      sums.map((sum, row) => sum * scales[row] + biases[row]),
      mh,
    );
  const { weights, signs, least, largest } = ascendingRows(source, valuesOf);
  const [low, middle, high] = [least, least.map((sum, row) => Math.round((sum + largest[row]) / 2)), largest].map(
    (sums) => ({
      sums,
      values: valuesOf(sums.map((sum, row) => sum * signs[row])),
    }),
  );
  const gains = Array.from(
    low.values,
    (value, row) => (high.values[row] - value) / Math.max(largest[row] - least[row], 1),
  );
  const offsets = gains.map((gain, row) => low.values[row] - gain * least[row]);
  gains.forEach((gain, row) => {
    const size = Math.max(Math.abs(low.values[row]), Math.abs(high.values[row]));
    const off = middle.values[row] - (gain * middle.sums[row] + offsets[row]);
    if (Math.abs(off) <= TOLERANCE * size) return;
    throw last.error('makes of sums what is no scale and offset, allowed: those, or a quantizer');
  });
  const weightType = typeOfWeights(weights);
  const type = {
    bits: bitsOf(accumulatorRange({ accumulate: 'sum', mw, inputType: reads.type, weightType }), step),
    encoding: 'signed',
  };
  const largestGain = gains.reduce((most, gain) => Math.max(most, gain), 0);
  const size = Math.max(...offsets.map(Math.abs), largestGain);
  const isUniform = largestGain > 0 && gains.every((gain) => Math.abs(gain - largestGain) <= TOLERANCE * largestGain);
  const isPlain = isUniform && offsets.every((offset) => Math.abs(offset) <= TOLERANCE * size);
  return {
    layer: {
      ...source.layer,
      ...{ weights: weightType, accumulate: 'sum' },
      scores: isPlain ? { ...type, scale: largestGain } : type,
    },
    parameters: { mh, mw, weightType, inputType: reads.type, weights, thresholds: new Int32Array() },
    ...(isPlain ? {} : { reals: { gains, offsets } }),
  };
}

/** Bits of the smallest packed type that holds all sums. */
function bitsOf({ min, max }: ReturnType<typeof accumulatorRange>, step: Step): number {
  const bits = SCORE_BITS.find((candidate) => {
    const range = valueRange({ bits: candidate, encoding: 'signed', narrow: false, scale: 1 });
    return candidate > 1 && min >= range.min && max <= range.max;
  });
  if (bits !== undefined) return bits;
  throw step.error(`its sums are from ${min} to ${max}, allowed as scores: 32 bits`);
}
