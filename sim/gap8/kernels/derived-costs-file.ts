import { z } from 'zod';
import { readText } from '../../core/input/file.js';
import { parseYaml } from '../../core/input/yaml.js';
import { packagePath } from '../../core/package-root.js';
import type { DerivedCost } from './derived-cost.js';

const FILE = 'sim/gap8/kernels/costs.yaml';

const schema = z.strictObject({
  schema: z.literal('qcycle.kernel-costs/1'),
  costs: z.record(
    z.string(),
    z.strictObject({
      value: z.number(),
      unit: z.string().min(1),
      status: z.literal('derived'),
      source: z.string().min(1),
    }),
  ),
});

/** The file of derived costs; `npm run gap8-costs` writes it. */
export function costsYaml(costs: readonly DerivedCost[]): string {
  const lines = costs.map(
    ({ name, value, unit, source }) =>
      `  ${name}: { value: ${value}, unit: ${unit}, status: derived, source: ${JSON.stringify(source)} }`,
  );
  return ['schema: qcycle.kernel-costs/1', 'costs:', ...lines, ''].join('\n');
}

/** The costs as they were derived last, by name. */
export function derivedCosts(): ReadonlyMap<string, DerivedCost> {
  const file = packagePath(FILE);
  const { costs } = parseYaml(readText(file), file, schema);
  return new Map(Object.entries(costs).map(([name, { status: _, ...cost }]) => [name, { name, ...cost }]));
}
