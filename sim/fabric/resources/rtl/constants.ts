import { z } from 'zod';
import { type Constant, positiveConstant, wholeConstant } from '../../../core/constant.js';
import { readText } from '../../../core/input/file.js';
import { parseYaml } from '../../../core/input/yaml.js';
import { packagePath } from '../../../core/package-root.js';

/** What the estimates of our RTL rest on; each is said in the file. */
export type RtlResourceConstants = Readonly<
  Record<(typeof LUTS)[number] | (typeof PARTS)[number] | keyof typeof SHAPES, Constant>
>;

const LUTS = [
  'fifoPlaceLut',
  'fifoControlLut',
  'fifoBlockRamLut',
  'fifoBankLut',
  'popcountLut',
  'popcountSavedLut',
  'bankMultiplexerLut',
  'comparisonLut',
  'windowAddressLut',
  'windowCounterLut',
  'windowSavedLut',
  'blockRamLut',
  'mvtuControlLut',
  'counterLut',
  'thresholdingControlLut',
  'thresholdingCounterLut',
  'wideUpControlLut',
  'wideDownControlLut',
  'poolControlLut',
  'poolBitLut',
  'paddingCounterLut',
  'operatorControlLut',
  'ramLuts',
] as const;
const PARTS = ['thresholdMemoryPart', 'smallThresholdMemoryPart'] as const;
/** What memories and LUTs of the device hold, with the units. */
const SHAPES = {
  lutInputs: 'inputs',
  romWords: 'words',
  shallowRamWords: 'words',
  shallowRamBits: 'bits',
  deepRamWords: 'words',
  deepRamBits: 'bits',
  bankSelectInputs: 'banks',
  blockRamWords: 'words',
  blockRamBits: 'bits',
  fewFolds: 'folds',
} as const;

const constantsFile = z
  .strictObject({
    schema: z.literal('qcycle.rtl-resource-constants/1'),
    description: z.string(),
    ...constantsIn(LUTS, 'LUT'),
    ...constantsIn(PARTS, 'part'),
    ...shapeConstants(),
  })
  .transform(({ schema: _, description: __, ...constants }): RtlResourceConstants => Object.freeze(constants));

function constantsIn<Name extends string>(names: readonly Name[], unit: string) {
  type Shape = Record<Name, ReturnType<typeof positiveConstant>>;
  return Object.fromEntries(names.map((name) => [name, positiveConstant(unit)])) as Shape;
}

function shapeConstants() {
  type Shape = Record<keyof typeof SHAPES, ReturnType<typeof wholeConstant>>;
  return Object.fromEntries(Object.entries(SHAPES).map(([name, unit]) => [name, wholeConstant(unit, 1)])) as Shape;
}

/** The constants that are shipped. */
export function loadRtlResourceConstants(): RtlResourceConstants {
  const file = packagePath('sim/fabric/resources/rtl.yaml');
  return parseYaml(readText(file), file, constantsFile);
}
