import type { ThreadCurve } from '../core/run.js';
import type { DpuJob } from './timing/application.js';
import { timeJob } from './timing/time-job.js';

/** Most threads of the curve. */
const MOST_THREADS = 16;
/** Part of the best rate that counts as saturated. */
const SATURATED = 0.99;

/** Images a second of a job with 1 to 16 host threads, and from which number on more gain nothing. */
export function threadCurve(job: DpuJob): ThreadCurve {
  const { frequencyHz } = job.board.clock;
  const points = Array.from({ length: MOST_THREADS }, (_, index) => {
    const threads = index + 1;
    const { intervalCycles } = timeJob({ ...job, threads, images: Number.MAX_SAFE_INTEGER });
    return { threads, imagesPerSecond: frequencyHz / intervalCycles };
  });
  const best = Math.max(...points.map(({ imagesPerSecond }) => imagesPerSecond));
  const saturation = points.find(({ imagesPerSecond }) => imagesPerSecond >= SATURATED * best)!;
  return {
    points,
    saturationThreads: saturation.threads,
    sentence: explain(job, saturation.threads, points[0].imagesPerSecond, best),
  };
}

function explain({ board }: DpuJob, threads: number, single: number, best: number): string {
  const cores = board.cores.length;
  const gain = (best / single).toFixed(2);
  const busy = `${threads} threads keep ${cores === 1 ? 'the core' : `the ${cores} cores`} busy: each core has ${threads / cores >= 2 ? 'a thread that prepares its next image while it computes' : 'one thread of its own'}`;
  const why =
    cores === 1
      ? 'what the host does is hidden behind the core'
      : `${cores} cores share the memory, so that they are ${gain} times as fast as one thread`;
  return `${busy}; more gain nothing (${why})`;
}
