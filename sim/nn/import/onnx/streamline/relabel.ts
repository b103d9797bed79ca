import { evaluate } from './element-steps.js';
import { latticeOf } from './lattice.js';
import { type Codes, channelsOf, type ElementStep } from './signal.js';

/** Codes whose integers stand for other real numbers behind operators; undefined where the integers themselves change. */
export function relabelled(codes: Codes, steps: readonly ElementStep[]): Codes | undefined {
  const { integers, unit, shape } = codes;
  const channels = channelsOf(shape);
  const reals = Float64Array.from(
    { length: integers.length * channels },
    (_, place) => integers[Math.floor(place / channels)] * unit,
  );
  const results = evaluate(steps, reals, channels);
  const levels = integers.map((_, index) => results[index * channels]);
  const areAlike = results.every((value, place) => value === levels[Math.floor(place / channels)]);
  const lattice =
    areAlike && levels.every((level, index) => index === 0 || level > levels[index - 1])
      ? latticeOf(levels)
      : undefined;
  return lattice?.integers.join() === integers.join() ? { ...codes, unit: lattice.unit } : undefined;
}
