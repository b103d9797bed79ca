import { z } from 'zod';
import { type Constant, wholeConstant } from '../../core/constant.js';
import { readText } from '../../core/input/file.js';
import { parseYaml } from '../../core/input/yaml.js';
import { packagePath } from '../../core/package-root.js';

/** Arithmetic cores of the matrix-vector unit. */
export const MVU_CORES = ['dsp48-4bit', 'dsp48-8bit', 'dsp58'] as const;

export type MvuCore = (typeof MVU_CORES)[number];

/** Timing of FINN's RTL blocks (facts of Xilinx/finn main 39f0c9a6b767). */
export interface FinnLibrary {
  readonly name: 'finn';
  readonly description: string;
  /** Stages from a core's input to its result. */
  readonly mvuCoreDepth: Readonly<Record<MvuCore, Constant>>;
  /** Results that wait behind a core, which stands still while they are all there. */
  readonly mvuOutputDepth: Constant;
  readonly replayMinimumDepth: Constant;
  /** Cycles of a thresholding beyond its stages. */
  readonly thresholdingOverhead: Constant;
  /** Operations that a thresholding may have pending beyond its stages. */
  readonly thresholdingCredits: Constant;
  readonly fifoMinimumDepth: Constant;
  /** Cycles between the reset and the first in which the source may offer. */
  readonly idleCycles: Constant;
}

const librarySchema = z
  .strictObject({
    schema: z.literal('qcycle.finn-library/1'),
    name: z.literal('finn'),
    description: z.string(),
    mvuCoreDepth: z.strictObject({
      'dsp48-4bit': wholeConstant('cycles', 1),
      'dsp48-8bit': wholeConstant('cycles', 1),
      dsp58: wholeConstant('cycles', 1),
    }),
    mvuOutputDepth: wholeConstant('words', 1),
    replayMinimumDepth: wholeConstant('words', 1),
    thresholdingOverhead: wholeConstant('cycles', 0),
    thresholdingCredits: wholeConstant('words', 1),
    fifoMinimumDepth: wholeConstant('words', 1),
    idleCycles: wholeConstant('cycles', 0),
  })
  .transform(({ schema: _, ...library }): FinnLibrary => Object.freeze(library));

/**
 * Reads the file of FINN's RTL library (schema qcycle.finn-library/1).
 * @throws InputError for the first problem, at its line and column
 */
export function parseFinnLibrary(text: string, file: string): FinnLibrary {
  return parseYaml(text, file, librarySchema);
}

/** FINN's RTL library as shipped. */
export function loadFinnLibrary(): FinnLibrary {
  const file = packagePath('sim/fabric/libraries/finn.yaml');
  return parseFinnLibrary(readText(file), file);
}
