import type { Outcome, Work } from './work.js';

/** Different pieces of work by their content keys, in the order in which they are to be performed. */
export type WorkByKey = ReadonlyMap<string, Work>;

/** Told what became of a piece of work, once for each, as soon as it is known. */
export type Settle = (key: string, outcome: Outcome) => void;

/** Gets work done, on this machine or on others. */
export interface Performer {
  /**
   * Performs the works. Once one is refused, only those before it must still be settled: which refusal is the first does not
   * depend on who is how fast.
   * @throws InputError where a machine that it needs is not there; the reason of its signal where that aborts; a bug of the work
   */
  perform(works: WorkByKey, settle: Settle): Promise<void>;
  /** Ends what it holds; work that is not finished is given up. */
  close(): Promise<void>;
}
