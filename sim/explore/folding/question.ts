import { type HlsResourceModel, hlsResourceModel } from '../../fabric/index.js';
import type { DesignBudget, ExploreOptions } from './exploration.js';
import { type Cost, type FoldingSpace, foldingSpace } from './space.js';

/** What an exploration is asked, and what it searches. */
export interface Question extends Omit<ExploreOptions, 'budget'> {
  readonly budget: DesignBudget;
  readonly model: HlsResourceModel;
  readonly space: FoldingSpace;
}

/** @throws InputError for a layer that has no folding on this library */
export function questionOf(options: ExploreOptions): Question {
  const { network, board, library } = options;
  const model = hlsResourceModel();
  const { lut, bram36, dsp } = board.resources;
  const budget = { lut: lut.value, bram18: 2 * bram36.value, dsp: dsp.value, ...options.budget };
  return { ...options, budget, model, space: foldingSpace(network, board, library, model) };
}

/** Of the scarcer resource: what is left is for FIFOs. */
export function partOfBudget({ lut, bram18 }: Cost, budget: Cost): number {
  return Math.max(lut / budget.lut, bram18 / budget.bram18);
}

export function framesPerSecond({ board }: Pick<Question, 'board'>, intervalCycles: number): number {
  return board.clock.frequencyHz / intervalCycles;
}
