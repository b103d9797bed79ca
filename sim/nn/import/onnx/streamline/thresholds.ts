import { type DataType, thresholdCount, valueRange } from '../../../data-type.js';
import { PACKED_BITS } from '../../../schema-parts.js';
import { evaluate } from './element-steps.js';
import { smallestType } from './lattice.js';
import type { MatrixDraft } from './layer-draft.js';
import { integerOf, latticeOfSignal } from './levels.js';
import type { Codes, Signal, Sums } from './signal.js';
import { stepsOf, type ValueStep } from './steps.js';

/** Sums and a quantizer as a layer with thresholds. */
export interface Thresholded {
  readonly layer: Readonly<Record<string, unknown>>;
  readonly parameters: MatrixDraft;
  readonly codes: Omit<Codes, 'name'>;
}

/** A row of weights whose function falls has its weights' signs changed, so that all functions ascend. */
interface Rows {
  readonly weights: Int32Array;
  /** 1, or -1 where the signs have been changed. */
  readonly signs: Float64Array;
  readonly least: Float64Array;
  readonly largest: Float64Array;
}

/**
 * The layer whose thresholds step where the graph's arithmetic between the sums and the quantizer steps.
 * @throws InputError where what comes behind is no function that a layer has
 */
export function thresholded(signal: Signal & { readonly source: Sums }): Thresholded {
  const { source, elementSteps } = signal;
  const { step, mh, mw, reads } = source;
  const rows = ascendingRows(source, (sums) => realValues(source, elementSteps, sums));
  checkPools(signal, rows);
  const steps = stepsOf((sums) => realValues(source, elementSteps, signed(sums, rows.signs)), rows.least, rows.largest);
  if (steps === undefined) throw step.error('what comes behind has too many values for thresholds');
  const lattice = latticeOfSignal(signal, () => steps.flatMap((ofRow) => ofRow.map(({ value }) => value)));
  const integers = steps.map((ofRow) =>
    ofRow.map(({ first, value }) => ({ first, value: integerOf(lattice, value, step) })),
  );
  const outputType = smallestType(...ends(lattice.integers), isBipolar(lattice.integers), lattice.unit);
  const weightType = typeOfWeights(rows.weights);
  const matches = reads.type.encoding === 'bipolar' && weightType.encoding === 'bipolar';
  const perRow = thresholdCount(outputType);
  const thresholds = new Int32Array(mh * perRow);
  integers.forEach((ofRow, row) => {
    const ofSums = thresholdsOf(ofRow, outputType, rows.largest[row]);
    thresholds.set(matches ? ofSums.map((threshold) => matchesOf(threshold, mw)) : ofSums, row * perRow);
  });
  return {
    layer: { ...source.layer, weights: weightType, accumulate: matches ? 'matches' : 'sum', activation: outputType },
    parameters: { mh, mw, weightType, inputType: reads.type, weights: rows.weights, thresholds },
    codes: { kind: 'codes', shape: source.shape, type: outputType, ...lattice },
  };
}

/** Real numbers that sums stand for, behind the operators. */
function realValues({ scales, biases, mh }: Sums, steps: Signal['elementSteps'], sums: Float64Array): Float64Array {
  return evaluate(
    steps,
    sums.map((sum, row) => sum * scales[row] + biases[row]),
    mh,
  );
}

function signed(sums: Float64Array, signs: Float64Array): Float64Array {
  return sums.map((sum, row) => sum * signs[row]);
}

/** Rows of weights whose sums ascend with what is made of them, and the sums that each can give. */
export function ascendingRows(
  source: Pick<Sums, 'weights' | 'mh' | 'mw' | 'reads'>,
  valuesOf: (sums: Float64Array) => Float64Array,
): Rows {
  const { mh, mw, reads } = source;
  const { min, max } = valueRange(reads.type);
  const weights = Int32Array.from(source.weights);
  const [least, largest] = [new Float64Array(mh), new Float64Array(mh)];
  weights.forEach((weight, place) => {
    const row = Math.floor(place / mw);
    least[row] += Math.min(weight * min, weight * max);
    largest[row] += Math.max(weight * min, weight * max);
  });
  const [low, high] = [valuesOf(least), valuesOf(largest)];
  const signs = low.map((value, row) => (value > high[row] ? -1 : 1));
  signs.forEach((sign, row) => {
    if (sign === 1) return;
    for (let place = row * mw; place < (row + 1) * mw; place++) weights[place] = -weights[place];
    [least[row], largest[row]] = [-largest[row], -least[row]];
  });
  return { weights, signs, least, largest };
}

/** A max pool before the quantizer is one behind it where what lies between ascends. */
function checkPools({ pools, elementSteps, source }: Signal & { readonly source: Sums }, rows: Rows): void {
  for (const { step, after } of pools) {
    const before = (sums: Float64Array) => realValues(source, elementSteps.slice(0, after), signed(sums, rows.signs));
    const [low, high] = [before(rows.least), before(rows.largest)];
    if (low.some((value, row) => value > high[row])) {
      throw step.error('what follows it up to the quantizer falls, allowed: what ascends');
    }
  }
}

/** Each threshold lies below the smallest sum that gives its value; above all sums where none does. */
function thresholdsOf(steps: readonly ValueStep[], type: DataType, largest: number): Int32Array {
  const { min } = valueRange(type);
  return Int32Array.from({ length: thresholdCount(type) }, (_, index) => {
    const value = type.encoding === 'bipolar' ? 1 : min + index + 1;
    const step = steps.find((candidate) => candidate.value >= value);
    return step === undefined ? largest : step.first - 1;
  });
}

/** A threshold of a sum of bipolar products as one of their matches, of which there are (sum + MW) / 2. */
function matchesOf(threshold: number, mw: number): number {
  return Math.ceil((threshold + 1 + mw) / 2) - 1;
}

/** The smallest type of weights that a packed matrix holds. */
export function typeOfWeights(weights: Int32Array): DataType {
  const [min, max] = weights.reduce(([low, high], weight) => [Math.min(low, weight), Math.max(high, weight)], [0, 0]);
  const type = smallestType(
    min,
    max,
    weights.every((weight) => Math.abs(weight) === 1),
  );
  const bits = PACKED_BITS.find((candidate) => candidate >= type.bits) ?? type.bits;
  return { ...type, bits, narrow: type.encoding === 'signed' && (type.narrow || bits > type.bits) };
}

function isBipolar(integers: readonly number[]): boolean {
  return integers.join() === '-1,1';
}

function ends(integers: readonly number[]): [number, number] {
  return [integers[0], integers[integers.length - 1]];
}
