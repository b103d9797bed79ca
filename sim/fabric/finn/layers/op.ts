import type { Parts } from '../../builder.js';
import type { UnitPlace } from '../unit.js';

/** What a unit takes of a device. DSPs are DSP48 slices. */
export interface OpCost {
  readonly lut: number;
  readonly bram18: number;
  readonly dsp: number;
}

/** Where a unit with several inputs stands; `input` is the first. */
export interface OpPlace extends UnitPlace {
  readonly inputs: readonly string[];
}

/** A unit of library finn in a layer: its beats, its resources, and how it is built. */
export interface FinnOp {
  readonly name: string;
  /** Widths of the beats that it reads, one for each input. */
  readonly inputBits: readonly number[];
  /** The stream that it writes. */
  readonly output: string;
  readonly outputBits: number;
  /** Beats of a frame. */
  readonly outputBeats: number;
  /** Cycles of a frame, as FINN estimates them. (facts/finn.md section 1) */
  readonly cycles: number;
  readonly cost: OpCost;
  readonly build: (place: OpPlace) => Parts;
}

/** How a layer is laid onto lanes, and where its weights and products go. */
export interface LayerChoice {
  /** Lanes of outputs; of a layer without weights, and of a depthwise one, channels that it works on at once. */
  readonly pe: number;
  /** Lanes of inputs; 1 of a layer without weights. */
  readonly simd: number;
  readonly weights: 'block' | 'lut';
  readonly products: 'lut' | 'dsp';
}

/** Something that takes nothing of a device. */
export const FREE: OpCost = { lut: 0, bram18: 0, dsp: 0 };

/** What several parts take together. */
export function sumOfCosts(costs: readonly OpCost[]): OpCost {
  return costs.reduce(
    (sum, { lut, bram18, dsp }) => ({ lut: sum.lut + lut, bram18: sum.bram18 + bram18, dsp: sum.dsp + dsp }),
    FREE,
  );
}
