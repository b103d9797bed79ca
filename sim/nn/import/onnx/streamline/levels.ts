import type { Step } from '../graph.js';
import { evaluate, QUANTIZERS } from './element-steps.js';
import { type Lattice, latticeOf } from './lattice.js';
import { channelsOf, type ElementStep, type Signal } from './signal.js';

/** More than the bits of codes with thresholds. */
const MAX_LEVELS = 2 ** 12;

/**
 * The real numbers that a quantized signal may be, as integers times a unit.
 * @param attained those that it is; they stand for a quantizer that does not say which it may give
 * @throws InputError where they differ between channels, or are no multiples of one number
 */
export function latticeOfSignal(signal: Signal, attained: () => readonly number[]): Lattice {
  const { elementSteps, source } = signal;
  const last = elementSteps.findLastIndex(({ step }) => QUANTIZERS.includes(step.operator.type));
  const declared = last < 0 ? undefined : declaredLevels(elementSteps[last]);
  const levels =
    declared === undefined ? attained() : behind(elementSteps.slice(last + 1), declared, channelsOf(source.shape));
  const sorted = [...new Set(levels)].sort((a, b) => a - b);
  const { error } = elementSteps[elementSteps.length - 1].step;
  const lattice = sorted.length > MAX_LEVELS ? undefined : latticeOf(sorted);
  if (lattice !== undefined) return lattice;
  throw error(
    `the ${sorted.length} numbers that it gives are no multiples of one number, allowed: at most ${MAX_LEVELS} evenly spaced`,
  );
}

/** The numbers that a quantizer can give; undefined where it does not say. */
function declaredLevels({ step, operands }: ElementStep): number[] | undefined {
  const one = (index: number) => {
    const [first, ...others] = operands[index]!.data;
    if (others.some((other) => other !== first))
      throw step.error('quantizes channels differently, allowed: one scale, zero point and width');
    return first;
  };
  const { attributes, type } = step.operator;
  const number = (name: string, absent: number) => {
    const attribute = attributes.get(name);
    return attribute?.kind === 'INT' || attribute?.kind === 'FLOAT' ? attribute.value : absent;
  };
  switch (type) {
    case 'BipolarQuant':
      return [-one(1), one(1)];
    case 'MultiThreshold': {
      const count = operands[1]!.shape[1];
      const [scale, bias] = [number('out_scale', 1), number('out_bias', 0)];
      return Array.from({ length: Math.min(count, MAX_LEVELS) + 1 }, (_, steps) => steps * scale + bias);
    }
    case 'Trunc':
      return undefined;
    default: {
      const [scale, zero, bits] = [one(1), one(2), one(3)];
      const [signed, narrow] = [number('signed', 1) === 1, number('narrow', 0)];
      if (signed && bits === 1) return [(-1 - zero) * scale, (1 - zero) * scale];
      const least = signed ? -(2 ** (bits - 1)) + narrow : 0;
      const count = 2 ** bits - narrow;
      if (!(count <= MAX_LEVELS))
        throw step.error(`quantizes to ${bits} bits, allowed: at most ${Math.log2(MAX_LEVELS)}`);
      return Array.from({ length: Math.floor(count) }, (_, index) => (least + index - zero) * scale);
    }
  }
}

/** What operators behind a quantizer make of its numbers, which must be the same in all channels. */
function behind(steps: readonly ElementStep[], levels: readonly number[], channels: number): number[] {
  if (steps.length === 0) return [...levels];
  const rows = Float64Array.from(
    { length: levels.length * channels },
    (_, place) => levels[Math.floor(place / channels)],
  );
  const results = evaluate(steps, rows, channels);
  return levels.map((_, level) => {
    const [first, ...others] = results.subarray(level * channels, (level + 1) * channels);
    if (others.every((other) => other === first)) return first;
    throw steps[steps.length - 1].step.error('gives channels different scales, allowed: one for all');
  });
}

/** The integer of a lattice that a real number is. */
export function integerOf({ unit }: Pick<Lattice, 'unit'>, level: number, { error }: Step): number {
  const integer = Math.round(level / unit);
  if (Math.abs(level / unit - integer) < 1e-6) return integer;
  throw error(`gives ${level}, which is no multiple of ${unit}`);
}
