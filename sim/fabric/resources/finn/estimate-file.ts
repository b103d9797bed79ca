import { z } from 'zod';
import { parseYaml } from '../../../core/input/yaml.js';
import type { FinnEstimate } from './estimate.js';
import { ESTIMATORS, type Estimator } from './estimators.js';

/** Lists of ops are longer than what people write by hand. */
const MAX_CHARACTERS = 2 ** 23;

/** The estimate of one op of a file. */
export interface EstimatedOp extends FinnEstimate {
  readonly op: string;
  readonly name: string;
}

const ops = Object.entries<Estimator>(ESTIMATORS).map(([op, params]) =>
  z.looseObject({ op: z.literal(op), name: z.string().min(1).optional(), params }),
);

const list = z.array(z.discriminatedUnion('op', [ops[0], ...ops.slice(1)])).min(1);

const estimateFile = z
  .union([list, z.looseObject({ cases: list }).transform(({ cases }) => cases)])
  .transform((cases) =>
    cases.map(({ op, name, params }, index): EstimatedOp => ({ op, name: name ?? `${op}_${index}`, ...params })),
  );

/**
 * Estimates every op of a list of `{ op, params }`, YAML or JSON, plain or under `cases`. Other keys are not read. An op
 * without a name is `<op>_<index>`.
 * @param file name of the text in messages
 * @throws InputError for the first problem, at its line and column: an unknown op, a parameter that is missing, unknown or
 *   out of range, lanes that do not divide
 */
export function estimateOps(text: string, file: string): EstimatedOp[] {
  return parseYaml(text, file, estimateFile, MAX_CHARACTERS);
}
