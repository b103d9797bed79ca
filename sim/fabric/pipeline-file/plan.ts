import type { StreamSpec } from '../../core/pipeline.js';
import { foldingProblem } from '../../nn/folding.js';
import type { Parts } from '../builder.js';

/** Where the unit of a block stands: the streams that it reads and writes, and the beats that come in. */
export interface PlannedPlace {
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly frames: number;
  /** Beats of a frame on each input. */
  readonly beatsPerFrame: number;
  /** Width of the beats on each input; 1 where widths do not matter. */
  readonly inputBits: number;
}

/** A block of a pipeline file as a library makes it. */
export interface UnitPlan {
  /** What is wrong with the block by itself, and at which key. */
  readonly problem?: { readonly key: string; readonly message: string } | undefined;
  /** Beats of one pass: the input of a frame is a whole number of them. */
  readonly inputBeats: number;
  /** Beats that come out for those of one pass. */
  readonly outputBeats: number;
  /** Beats that pass between the parts of the unit in one pass, where they can be more than come in and go out. */
  readonly innerBeats?: number;
  /** Width of the beats that it takes, where it takes no other. */
  readonly inputBits?: number;
  /** Width of its beats for those that come; the same where absent. */
  readonly outputBits?: (inputBits: number) => number;
  /** Blocks and streams of the unit; absent for a block that is no unit, whose output is its input. */
  readonly build?: (place: PlannedPlace) => Parts;
  /** Depth that such a block gives to the stream in which it stands. */
  readonly depth?: number;
}

/** Cycles that a matrix may take for a vector. */
const MAX_VECTOR_CYCLES = 2 ** 24;

/** How the blocks of a library are joined. */
export interface Joining {
  /** Cycles that pass before the source may offer. */
  readonly idleCycles: number;
  /**
   * The stream behind an output, where units do not bring registers of their own.
   * @param bits width of its beats
   * @param depth asked for, or the usual one
   */
  readonly fifo?: (name: string, bits: number, depth?: number) => StreamSpec;
}

/** The problem of a number that must divide another, at its key. */
export function mustDivide(key: string, count: number, what: string, total: number): UnitPlan['problem'] {
  if (total % count === 0) return undefined;
  return { key, message: `${key}=${count} does not divide ${what}=${total}` };
}

/** The beats of a width converter, or its problem. */
export function planWidths(inBits: number, outBits: number): UnitPlan {
  const ratio = Math.max(inBits, outBits) / Math.min(inBits, outBits);
  const message = `found ${inBits} to ${outBits} bits, allowed: one a multiple of the other`;
  return {
    problem: Number.isInteger(ratio) ? undefined : { key: 'outBits', message },
    inputBeats: outBits > inBits ? ratio : 1,
    outputBeats: outBits > inBits ? 1 : ratio,
  };
}

/** The problem of a folding, at its key. */
export function foldingKeyProblem({
  MW,
  MH,
  PE,
  SIMD,
}: Record<'MW' | 'MH' | 'PE' | 'SIMD', number>): UnitPlan['problem'] {
  const message = foldingProblem({ pe: PE, simd: SIMD }, MH, MW);
  if (message !== undefined) return { key: MH % PE === 0 ? 'SIMD' : 'PE', message };
  const cycles = (MW / SIMD) * (MH / PE);
  if (cycles <= MAX_VECTOR_CYCLES) return undefined;
  return { key: 'PE', message: `a vector takes ${cycles} cycles, allowed: at most ${MAX_VECTOR_CYCLES}` };
}
