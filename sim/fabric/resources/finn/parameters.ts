import { z } from 'zod';
import { divisionProblem } from '../../../nn/folding.js';

const MAX_COUNT = 2 ** 20;

/** A size or a number of lanes. */
export const count = z.int().min(1).max(MAX_COUNT);
/** Height and width. */
export const pair = z.tuple([count, count]);
/** A switch as FINN writes it. */
export const flag = z.literal([0, 1]);
export const shape = z.array(count).min(1);

/** Where FINN keeps parameters; `auto` leaves it to the synthesis. */
export const ramStyle = z.enum(['auto', 'block', 'distributed', 'ultra']);
export const memMode = z.enum(['internal_embedded', 'internal_decoupled', 'external']);

/** What must divide what, each by the name of its parameter. */
export type Division = readonly [lanes: string, count: number, size: string, total: number];

/** A schema of parameters in which lanes divide sizes. */
export function dividing<T>(schema: z.ZodType<T>, divisions: (parameters: T) => readonly Division[]): z.ZodType<T> {
  return schema.superRefine((parameters, context) => {
    for (const division of divisions(parameters)) {
      const message = divisionProblem(...division);
      if (message !== undefined) context.addIssue({ code: 'custom', path: [division[0]], message });
    }
  });
}

/** Product of a shape's sizes. */
export function product(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total * size, 1);
}
