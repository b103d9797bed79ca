import type { CoreObserver } from '../units/core.js';
import { type CoreDone, CoreSet, LoneCore } from './core-set.js';
import { HostThreads } from './host-threads.js';
import type { CoreRun, SystemJob, SystemTiming } from './system-job.js';

/** Runs host threads and cores on one memory until the job is done, from event to event. */
export function runSystem(job: SystemJob, observer?: CoreObserver): SystemTiming {
  const runs: CoreRun[] = [];
  let now = 0;
  const done: CoreDone = (core, subgraph, timing) => {
    runs.push({ core, subgraph, timing, ...threads.coreDone(core, now) });
  };
  const isAlone = Math.min(job.cores, job.threads) === 1 && observer === undefined;
  const cores = isAlone ? new LoneCore(job, done) : new CoreSet(job, done, observer);
  const threads = new HostThreads(job, (core, subgraph, at) => cores.start(core, subgraph, at));
  while (!threads.areDone) {
    now = Math.min(cores.nextEnd(now), threads.nextEnd());
    if (now === Number.POSITIVE_INFINITY) throw new Error('the engines wait for tokens that nobody gives');
    cores.advance(now);
    threads.advance(now);
  }
  return { ends: threads.ends, threadEnds: threads.threadEnds, runs };
}
