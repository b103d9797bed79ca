import { type DataType, valueRange } from '../../../data-type.js';
import type { NetworkInput, PixelRule } from '../../../network.js';
import { clampTo } from '../../../output-range.js';
import { pixelTables } from '../../../pixel-values.js';
import { roundHalfToEven } from '../../../requantize.js';
import type { Step } from '../graph.js';
import { evaluate, QUANTIZERS } from './element-steps.js';
import { type Lattice, latticeOf, smallestType } from './lattice.js';
import { integerOf, latticeOfSignal } from './levels.js';
import { type Codes, channelsOf, type Pixels, type Signal } from './signal.js';

/** Values that a pixel has. */
const PIXELS = 256;
/** By how much of a unit a range is moved where it would round otherwise than the graph. */
const NUDGES = [0, 1e-9, -1e-9, -0.5, -0.5 + 1e-9, 0.5 - 1e-9, 0.5];

/** The network's input: its codes, and the rule that makes them of pixels. */
export interface PixelCodes {
  readonly codes: Omit<Codes, 'name'>;
  readonly pixels: PixelRule;
}

/**
 * What the operators before the first layer make of a pixel's 256 values, as codes of the network's input.
 * @param range real numbers that the pixels 0 and 255 stand for
 * @throws InputError where channels differ, or the codes are no threshold or range of pixels
 */
export function pixelCodes(
  signal: Signal & { readonly source: Pixels },
  range: readonly [number, number],
  step: Step,
): PixelCodes {
  const { elementSteps, source } = signal;
  const reals = valuesOfPixels(signal, elementSteps.length, range, step);
  const isQuantized = elementSteps.some((element) => QUANTIZERS.includes(element.step.operator.type));
  const ascending = () => [...new Set(reals)].sort((a, b) => a - b);
  const lattice: Lattice | undefined = isQuantized ? latticeOfSignal(signal, ascending) : latticeOf(ascending());
  if (lattice === undefined)
    throw step.error('reads pixels whose values are no multiples of one number, allowed: quantize them');
  const { integers, unit } = lattice;
  const type = smallestType(integers[0], integers[integers.length - 1], integers.join() === '-1,1', unit);
  const codes = reals.map((real) => integerOf(lattice, real, step));
  const quantizer = elementSteps.findLastIndex((element) => QUANTIZERS.includes(element.step.operator.type));
  const before = quantizer < 0 ? reals : valuesOfPixels(signal, quantizer, range, step);
  const pixels = ruleOf(type, codes, [before[0], before[PIXELS - 1]]);
  if (pixels === undefined)
    throw step.error('reads pixels by a rule that is no threshold and no range, allowed: an even scale');
  return { codes: { kind: 'codes', shape: source.shape, type, ...lattice }, pixels };
}

function valuesOfPixels(
  { elementSteps, source }: Signal,
  count: number,
  [from, to]: readonly [number, number],
  step: Step,
): number[] {
  const channels = channelsOf(source.shape);
  const rows = Float64Array.from(
    { length: PIXELS * channels },
    (_, place) => from + (Math.floor(place / channels) * (to - from)) / (PIXELS - 1),
  );
  const results = evaluate(elementSteps.slice(0, count), rows, channels);
  return Array.from({ length: PIXELS }, (_, pixel) => {
    const [first, ...others] = results.subarray(pixel * channels, (pixel + 1) * channels);
    if (others.every((other) => other === first)) return first;
    throw step.error('reads channels of pixels that are prepared differently, allowed: one rule for all');
  });
}

/** The rule by which pixels of a range are quantized to a type, each rounded half to even; undefined where it is no range. */
export function rangeRule(type: DataType, [from, to]: readonly [number, number]): PixelRule | undefined {
  const { min, max } = valueRange(type);
  const integers = Array.from({ length: PIXELS }, (_, pixel) => {
    const real = Math.fround(from + (pixel * (to - from)) / (PIXELS - 1));
    return clampTo({ min, max }, roundHalfToEven(Math.fround(real / Math.fround(type.scale))));
  });
  return ruleOf(type, integers, [from, to]);
}

/** A rule that gives the codes exactly. */
function ruleOf(
  type: NetworkInput['type'],
  codes: readonly number[],
  [from, to]: readonly [number, number],
): PixelRule | undefined {
  const gives = (pixels: PixelRule) => pixelTables({ type, pixels })[0].every((value, pixel) => value === codes[pixel]);
  const { max } = valueRange(type);
  if (type.bits === 1) {
    const rule: PixelRule = { rule: 'threshold', threshold: Math.max(codes.indexOf(max), 0) };
    return gives(rule) ? rule : undefined;
  }
  const even: PixelRule = { rule: 'range', from: codes[0] * type.scale, to: codes[PIXELS - 1] * type.scale };
  const moved = NUDGES.map(
    (nudge): PixelRule => ({ rule: 'range', from: from + nudge * type.scale, to: to + nudge * type.scale }),
  );
  return [even, ...moved].find(gives);
}
