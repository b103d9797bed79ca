import { z } from 'zod';
import { type Constant, wholeConstant } from '../core/constant.js';
import { readText } from '../core/input/file.js';
import { parseYaml } from '../core/input/yaml.js';
import { packagePath } from '../core/package-root.js';

/** Sizes of the family, in ascending order: the number is the peak of operations in a cycle. */
export const ARCHITECTURE_NAMES = ['B512', 'B800', 'B1024', 'B1152', 'B1600', 'B2304', 'B3136', 'B4096'] as const;

export type ArchitectureName = (typeof ARCHITECTURE_NAMES)[number];

/** A size of the DPU: parallelism of its arrays, and its banks. */
export interface Architecture {
  readonly name: ArchitectureName;
  /** PP: rows of the output that CONV computes at a time; banks of a group of feature maps. */
  readonly pixelParallel: Constant;
  /** ICP and OCP: channels of an input and of an output; channels of an entry of a bank. */
  readonly inputChannelParallel: Constant;
  readonly outputChannelParallel: Constant;
  /** Rows that DPTWISE and POOL compute at a time. */
  readonly miscPixelParallel: Constant;
  /** Groups of banks of feature maps, and entries of every bank. */
  readonly featureGroups: Constant;
  readonly bankEntries: Constant;
}

/** Limits that a layer has to keep. */
export type Limits = Readonly<
  Record<
    'convKernel' | 'stride' | 'maxPoolKernel' | 'averagePoolKernel' | 'weightEntries' | 'channels' | 'dilatedChannels',
    Constant
  >
>;

const count = (unit: string) => wholeConstant(unit, 1);
const FAMILY = 'sim/dpu/family.yaml';

const member = z.strictObject({
  pixelParallel: count('rows'),
  inputChannelParallel: count('channels'),
  outputChannelParallel: count('channels'),
  miscPixelParallel: count('rows'),
});

const familySchema = z.strictObject({
  schema: z.literal('qcycle.dpu-family/1'),
  featureGroups: count('groups'),
  bankEntries: count('entries'),
  limits: z.strictObject({
    convKernel: count('pixels'),
    stride: count('pixels'),
    maxPoolKernel: count('pixels'),
    averagePoolKernel: count('pixels'),
    weightEntries: count('entries'),
    channels: count('channels'),
    dilatedChannels: count('channels'),
  }),
  architectures: z.strictObject(
    Object.fromEntries(ARCHITECTURE_NAMES.map((name) => [name, member])) as Record<ArchitectureName, typeof member>,
  ),
});

let family: z.output<typeof familySchema> | undefined;

function loadFamily(): z.output<typeof familySchema> {
  family ??= parseYaml(readText(packagePath(FAMILY)), FAMILY, familySchema);
  return family;
}

/** A size of the family. */
export function architectureOf(name: ArchitectureName): Architecture {
  const { architectures, featureGroups, bankEntries } = loadFamily();
  return { name, ...architectures[name], featureGroups, bankEntries };
}

/** The limits of all sizes. */
export function limitsOfFamily(): Limits {
  return loadFamily().limits;
}

/** Operations that the array does in a cycle at most: 2 for each MAC. */
export function peakOpsPerCycle(architecture: Architecture): number {
  const { pixelParallel, inputChannelParallel, outputChannelParallel } = architecture;
  return 2 * pixelParallel.value * inputChannelParallel.value * outputChannelParallel.value;
}
