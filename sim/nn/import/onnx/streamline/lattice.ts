import type { DataType } from '../../../data-type.js';

/** Integers that stand for real numbers: each is the integer times the unit. */
export interface Lattice {
  readonly unit: number;
  readonly integers: readonly number[];
}

/** The smallest difference of two real numbers is at most this many units. */
const MAX_UNITS = 64;
/** How far, in units, a real number may lie from an integer. */
const TOLERANCE = 1e-6;

/** Integers for ascending real numbers; undefined where they are no multiples of one number. */
export function latticeOf(levels: readonly number[]): Lattice | undefined {
  const gaps = levels.slice(1).map((level, index) => level - levels[index]);
  const smallest = gaps.length === 0 ? Math.abs(levels[0]) || 1 : Math.min(...gaps);
  for (let units = 1; units <= MAX_UNITS; units++) {
    const unit = smallest / units;
    const integers = levels.map((level) => Math.round(level / unit));
    if (levels.every((level, index) => Math.abs(level / unit - integers[index]) < TOLERANCE)) return { unit, integers };
  }
  return undefined;
}

/** The smallest type of codes that holds integers from `min` to `max`; with a scale where it is not 1. */
export function smallestType(min: number, max: number, isBipolar: boolean, scale = 1): DataType {
  if (isBipolar) return { bits: 1, encoding: 'bipolar', narrow: false, scale };
  if (min >= 0) return { bits: Math.max(1, Math.ceil(Math.log2(max + 1))), encoding: 'unsigned', narrow: false, scale };
  const bits = Math.max(2, Math.ceil(Math.log2(Math.max(-min, max + 1))) + 1);
  return { bits, encoding: 'signed', narrow: min > -(2 ** (bits - 1)), scale };
}
