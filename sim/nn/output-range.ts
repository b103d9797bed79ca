import { valueRange } from './data-type.js';
import type { Clamped, LayerFields } from './layer-fields.js';

/** Smallest and largest integer of something. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** The integers that a layer can give: those of its type, between its own bounds where it has some. */
export function outputRange({ outputType, clamp }: Pick<LayerFields, 'outputType'> & Clamped): Range {
  const { min, max } = valueRange(outputType);
  if (clamp === undefined) return { min, max };
  const { zeroPoint = 0 } = outputType;
  return { min: Math.max(min, clamp[0] - zeroPoint), max: Math.min(max, clamp[1] - zeroPoint) };
}

/** The nearest number of a range. */
export function clampTo({ min, max }: Range, value: number): number {
  return Math.min(Math.max(value, min), max);
}
