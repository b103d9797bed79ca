import { z } from 'zod';
import { type Constant, wholeConstant } from '../../core/constant.js';
import type { FifoDepths, MaxPoolTiming } from '../library-keys.js';

/** Arithmetic cores of the matrix-vector unit. */
export const MVU_CORES = ['dsp48-4bit', 'dsp48-8bit', 'dsp58'] as const;

export type MvuCore = (typeof MVU_CORES)[number];

/** Timing of FINN's RTL blocks (facts of Xilinx/finn main 39f0c9a6b767). */
export interface FinnLibrary extends FifoDepths, MaxPoolTiming {
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
  /** Stages of a scale unit, which multiplies, shifts, rounds and clamps. */
  readonly scaleUnitStages: Constant;
  /** Cycles between the reset and the first in which the source may offer. */
  readonly idleCycles: Constant;
}

/** The keys of the library's file beside those that every library has. */
export const finnLibraryKeys = {
  name: z.literal('finn'),
  mvuCoreDepth: z.strictObject({
    'dsp48-4bit': wholeConstant('cycles', 1),
    'dsp48-8bit': wholeConstant('cycles', 1),
    dsp58: wholeConstant('cycles', 1),
  }),
  mvuOutputDepth: wholeConstant('words', 1),
  replayMinimumDepth: wholeConstant('words', 1),
  thresholdingOverhead: wholeConstant('cycles', 0),
  thresholdingCredits: wholeConstant('words', 1),
  scaleUnitStages: wholeConstant('cycles', 1),
  idleCycles: wholeConstant('cycles', 0),
};
