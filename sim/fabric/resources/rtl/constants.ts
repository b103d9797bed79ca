import { z } from 'zod';
import { type Constant, positiveConstant } from '../../../core/constant.js';
import { readText } from '../../../core/input/file.js';
import { parseYaml } from '../../../core/input/yaml.js';
import { packagePath } from '../../../core/package-root.js';

/** What the estimates of our RTL rest on; each is said in the file. */
export type RtlResourceConstants = Readonly<Record<(typeof LUTS)[number] | (typeof PARTS)[number], Constant>>;

const LUTS = [
  'fifoPlaceLut',
  'fifoControlLut',
  'fifoBlockRamLut',
  'popcountLut',
  'popcountSavedLut',
  'bankMultiplexerLut',
  'comparisonLut',
  'windowAddressLut',
  'windowControlLut',
  'blockRamLut',
] as const;
const PARTS = ['thresholdMemoryPart', 'smallThresholdMemoryPart'] as const;

const constantsFile = z
  .strictObject({
    schema: z.literal('qcycle.rtl-resource-constants/1'),
    description: z.string(),
    ...constantsIn(LUTS, 'LUT'),
    ...constantsIn(PARTS, 'part'),
  })
  .transform(({ schema: _, description: __, ...constants }): RtlResourceConstants => Object.freeze(constants));

function constantsIn<Name extends string>(names: readonly Name[], unit: string) {
  type Shape = Record<Name, ReturnType<typeof positiveConstant>>;
  return Object.fromEntries(names.map((name) => [name, positiveConstant(unit)])) as Shape;
}

/** The constants that are shipped. */
export function loadRtlResourceConstants(): RtlResourceConstants {
  const file = packagePath('sim/fabric/resources/rtl.yaml');
  return parseYaml(readText(file), file, constantsFile);
}
