import { z } from 'zod';

/**
 * A figure that a model rests on, with its provenance. `documented`: stated by the maker; `derived`: follows from
 * documents; `calibrated`: inferred from measurements, `source` says which; `assumed`: neither documented nor measured,
 * `source` says why.
 */
export interface Constant {
  readonly value: number;
  readonly unit: string;
  readonly status: 'documented' | 'derived' | 'calibrated' | 'assumed';
  readonly source: string;
}

/** A constant in a data file whose value is a whole number of at least `least` and at most `most`, in the given unit. */
export function wholeConstant(unit: string, least: number, most = Number.MAX_SAFE_INTEGER) {
  return constantOf(z.int().min(least).max(most), unit);
}

/** A constant in a data file whose value is a positive number, in the given unit. */
export function positiveConstant(unit: string) {
  return constantOf(z.number().positive(), unit);
}

function constantOf<Value extends z.ZodType<number>>(value: Value, unit: string) {
  return z.strictObject({
    value,
    unit: z.literal(unit),
    status: z.enum(['documented', 'derived', 'calibrated', 'assumed']),
    source: z.string().min(1),
  });
}

/** A constant whose value is any number of at least 0, in the given unit. */
export function numberConstant(unit: string) {
  return z.strictObject({ ...wholeConstant(unit, 0).shape, value: z.number().min(0) });
}
