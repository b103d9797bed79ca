import type { MemberResult } from '../member-work.js';
import type { Budget } from './search.js';

/** A design of an exploration, simulated. (schema qcycle.explore/1) */
export interface Member extends MemberResult {
  readonly name: string;
  /** Cycles of an image that the slowest unit takes alone. */
  readonly analyticIntervalCycles: number;
  readonly framesPerSecond: number;
  /** Sum over layers of PE x SIMD x weight bits x activation bits x busy cycles of an image: a stand-in for energy. */
  readonly energyProxy: number;
  /** Whether it keeps the budget and the target. */
  readonly fits: boolean;
  /** Whether no other member is as fast and as cheap in LUTs and block RAM, and better in one of them. */
  readonly pareto: boolean;
  readonly layers: readonly MemberLayer[];
}

/** A layer that has lanes; its costs are those of the layer alone, without converters and streams. */
export interface MemberLayer {
  readonly name: string;
  readonly pe: number;
  readonly simd: number;
  readonly cycles: number;
  readonly lut: number;
  readonly bram18: number;
  /** Where weights and products go, in library finn. */
  readonly weights?: 'block' | 'lut';
  readonly products?: 'lut' | 'dsp';
}

/** Whether a design keeps a budget. */
export function keeps(
  { lut, bram18, dsp }: MemberResult['resources'],
  budget: Budget & { readonly dsp: number },
): boolean {
  return lut <= budget.lut && bram18 <= budget.bram18 && dsp <= budget.dsp;
}
