import { z } from 'zod';
import { type Constant, positiveConstant, wholeConstant } from '../../../core/constant.js';
import { readText } from '../../../core/input/file.js';
import { parseYaml } from '../../../core/input/yaml.js';
import { packagePath } from '../../../core/package-root.js';

/** What the resources of HLS designs rest on. Global: no constant belongs to a design, a network or a layer. */
export interface ResourceConstants {
  /** LUTs that synthesis needs for a LUT of the structure: adders, comparators, multiplexers. */
  readonly logicScale: Constant;
  /** LUTs of a block's control: loop counters, state machine, handshakes, and its share of the interconnect. */
  readonly controlLut: Constant;
  /** RAMB18 in the read and the write buffer of a memory port. */
  readonly portBram18: Constant;
}

const constantsFile = z
  .strictObject({
    schema: z.literal('qcycle.resource-constants/1'),
    description: z.string(),
    logicScale: positiveConstant('LUT'),
    controlLut: positiveConstant('LUT'),
    portBram18: wholeConstant('BRAM18', 0),
  })
  .transform(({ schema: _, description: __, ...constants }): ResourceConstants => Object.freeze(constants));

/** Where the constants are. */
export const RESOURCE_CONSTANTS_FILE = packagePath('sim/fabric/resources/hls.yaml');

/**
 * Reads the constants of the resource model (schema qcycle.resource-constants/1).
 * @throws InputError for the first problem, at its line and column
 */
export function parseResourceConstants(text: string, file: string): ResourceConstants {
  return parseYaml(text, file, constantsFile);
}

/** The constants that are shipped. */
export function loadResourceConstants(): ResourceConstants {
  return parseResourceConstants(readText(RESOURCE_CONSTANTS_FILE), RESOURCE_CONSTANTS_FILE);
}
