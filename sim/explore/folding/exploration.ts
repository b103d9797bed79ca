import type { FabricBoard, FinnLibrary, HlsLibrary } from '../../fabric/index.js';
import type { Network } from '../../nn/network.js';
import type { Member } from './member.js';
import type { Cost } from './space.js';

/** What is to be best: frames a second, LUTs, or the stand-in for energy. */
export const OBJECTIVES = ['fps', 'lut', 'energy-proxy'] as const;
export type Objective = (typeof OBJECTIVES)[number];

/** A budget of all that is modelled. */
export interface DesignBudget extends Cost {
  readonly dsp: number;
}

export interface ExploreOptions {
  readonly network: Network;
  readonly board: FabricBoard;
  readonly library: HlsLibrary | FinnLibrary;
  readonly objective: Objective;
  readonly targetFps?: number;
  /** Default: what the board's device has. */
  readonly budget?: Partial<DesignBudget>;
  /** Foldings that are simulated. */
  readonly members: number;
}

/** What an exploration finds out (schema qcycle.explore/1). */
export interface Exploration {
  readonly schema: 'qcycle.explore/1';
  readonly qcycle: string;
  readonly network: string;
  readonly board: string;
  readonly clockMHz: number;
  readonly library: string;
  readonly objective: Objective;
  readonly targetFps: number | null;
  readonly budget: DesignBudget;
  readonly search: {
    /** Combinations of a folding for each layer; not all of them have widths that fit. */
    readonly foldings: number;
    /** Intervals that they can have. */
    readonly intervals: number;
    /** Cheapest foldings within the budget. */
    readonly pareto: number;
    readonly simulated: number;
    readonly seconds: { readonly search: number; readonly simulation: number };
  };
  /** What others made of the network: the published overlay, and FINN's SetFolding on the same budget. */
  readonly references: readonly Member[];
  /** The best first. */
  readonly members: readonly Member[];
  readonly best: string | null;
}
