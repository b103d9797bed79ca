import { z } from 'zod';
import { readText } from '../../../core/input/file.js';
import { parseYaml } from '../../../core/input/yaml.js';
import { packagePath } from '../../../core/package-root.js';

/** A module with parameters, and what Yosys made of it. */
export interface MeasuredModule {
  readonly name: string;
  readonly module: string;
  readonly parameters: Readonly<Record<string, number>>;
  readonly lut: number;
  readonly bram18: number;
}

const count = z.int().min(0);

const measuredFile = z.strictObject({
  schema: z.literal('qcycle.rtl-resources/1'),
  source: z.string().min(1),
  units: z.array(
    z.strictObject({
      name: z.string().min(1),
      module: z.string().min(1),
      parameters: z.record(z.string(), z.int()),
      lut: count,
      bram18: count,
    }),
  ),
});

/** Where the measured units are. */
export const MEASURED_MODULES_FILE = packagePath('sim/fabric/resources/rtl-measured.yaml');

/** The units that were synthesized (schema qcycle.rtl-resources/1). */
export function measuredModules(): readonly MeasuredModule[] {
  return parseYaml(readText(MEASURED_MODULES_FILE), MEASURED_MODULES_FILE, measuredFile).units;
}
