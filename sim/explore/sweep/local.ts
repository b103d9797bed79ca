import { setMaxListeners } from 'node:events';
import type { Piscina } from 'piscina';
import type { Performer, Settle, WorkByKey } from './performer.js';
import { startThreads } from './threads.js';
import type { Outcome, Work } from './work.js';

/** Performs work on the cores of this machine. */
export class LocalPerformer implements Performer {
  private readonly pool: Piscina<Work, Outcome>;
  private readonly signal: AbortSignal;

  /** @param threads one a core where absent */
  constructor(threads: number | undefined, signal: AbortSignal) {
    this.pool = startThreads(threads);
    this.signal = AbortSignal.any([signal]);
    // Every thread listens to it; from eleven on Node would warn.
    setMaxListeners(0, this.signal);
  }

  async perform(works: WorkByKey, settle: Settle): Promise<void> {
    const next = works.entries();
    let stopped = false;
    // Taken in order: when a work is refused, all before it have begun.
    const lane = async (): Promise<void> => {
      try {
        while (!stopped) {
          const { value, done } = next.next();
          if (done === true) return;
          const [key, work] = value;
          const outcome = await this.pool.run(work, { signal: this.signal });
          settle(key, outcome);
          if ('refused' in outcome) stopped = true;
        }
      } catch (error) {
        stopped = true;
        throw this.signal.aborted ? this.signal.reason : error;
      }
    };
    const lanes = Array.from({ length: Math.min(this.pool.options.maxThreads, works.size) }, lane);
    const failed = (await Promise.allSettled(lanes)).find(({ status }) => status === 'rejected');
    if (failed !== undefined) throw (failed as PromiseRejectedResult).reason;
  }

  async close(): Promise<void> {
    await this.pool.destroy();
  }
}
