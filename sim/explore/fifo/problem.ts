import type { Deadlock } from '../../core/deadlock.js';
import type { Pipeline } from '../../core/pipeline.js';

/** A place for a FIFO, whose depth is to be found. */
export interface FifoSite {
  readonly name: string;
  /** The stream of the pipeline that it is. */
  readonly stream: string;
  readonly from: string;
  readonly to: string;
  /** Width of a word in bits; null where it is not known. */
  readonly bits: number | null;
  /** Least depth in words: that of the block library, or 0 where the blocks can be joined without a FIFO. */
  readonly least: number;
  /** Words of a frame. */
  readonly wordsPerFrame: number;
}

/** Depths in words by the name of the FIFO; 0 where there is none. */
export type Depths = ReadonlyMap<string, number>;

/** How the source of a pipeline offers its words: as it does; or every frame alike and none later, or none earlier. */
export type Pace = 'actual' | 'early' | 'late';

/** A pipeline whose FIFO depths are to be found. */
export interface FifoProblem {
  readonly name: string;
  readonly sites: readonly FifoSite[];
  /** The depths as they stand. */
  readonly given: Depths;
  /** Whether the source offers frames in another way than all alike. */
  readonly hasBursts: boolean;
  /** The pipeline with these depths, for more frames than will ever be simulated. */
  build(depths: Depths, pace: Pace): Pipeline;
  /** A deadlock of it, in the names that the user gave. */
  nameDeadlock(deadlock: Deadlock, depths: Depths): Deadlock;
  /** The pipeline with these depths, for so many frames. */
  buildFor(depths: Depths, frames: number): Pipeline;
}
