import type { Overlay } from '../../fabric/index.js';
import { type HlsLibrary, type HlsResourceModel, hlsResourceModel } from '../../fabric/index.js';
import type { DesignBudget, ExploreOptions } from './exploration.js';
import type { MemberLayer } from './member.js';
import { type Cost, type FoldingSpace, foldingSpace } from './space.js';

/** What an exploration is asked. */
export interface Question extends Omit<ExploreOptions, 'budget'> {
  readonly budget: DesignBudget;
}

/** A question about a chain in library hls, and what is searched. */
export interface ChainQuestion extends Question {
  readonly library: HlsLibrary;
  readonly model: HlsResourceModel;
  readonly space: FoldingSpace;
}

/** A design that is worth simulating. */
export interface DesignCandidate {
  readonly overlay: Overlay;
  /** Cycles of an image that the slowest unit takes alone. */
  readonly intervalCycles: number;
  readonly energyProxy: number;
  readonly layers: readonly MemberLayer[];
}

/** A design that others made. */
export interface Reference extends DesignCandidate {
  readonly name: string;
  /** Whether it has depths of FIFOs of its own. */
  readonly fifosGiven: boolean;
}

/** What was found in the foldings of a library. */
export interface FoundFoldings {
  /** Combinations of a folding for each layer. */
  readonly foldings: number;
  /** Intervals that they can have. */
  readonly intervals: number;
  /** Cheapest foldings within the budget. */
  readonly pareto: number;
  /** Those that are worth simulating, the best first. */
  readonly candidates: readonly DesignCandidate[];
  readonly references: readonly Reference[];
}

export function questionOf(options: ExploreOptions): Question {
  const { lut, bram36, dsp } = options.board.resources;
  const budget = { lut: lut.value, bram18: 2 * bram36.value, dsp: dsp.value, ...options.budget };
  return { ...options, budget };
}

/** @throws InputError for a layer that has no folding on this library */
export function chainQuestionOf(question: Question, library: HlsLibrary): ChainQuestion {
  const model = hlsResourceModel();
  return { ...question, library, model, space: foldingSpace(question.network, question.board, library, model) };
}

/** Of the scarcer resource: what is left is for FIFOs. */
export function partOfBudget({ lut, bram18 }: Cost, budget: Cost): number {
  return Math.max(lut / budget.lut, bram18 / budget.bram18);
}

export function framesPerSecond({ board }: Pick<Question, 'board'>, intervalCycles: number): number {
  return board.clock.frequencyHz / intervalCycles;
}
