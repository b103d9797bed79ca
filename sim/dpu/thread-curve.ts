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

function explain({ board, hostWork }: DpuJob, threads: number, single: number, best: number): string {
  const cores = board.cores.length;
  if (cores === 1) {
    return `${threads} ${threads === 1 ? 'thread keeps' : 'threads keep'} the core busy; more gain nothing (what the host does is hidden behind the core)`;
  }
  const ofCores = board.cores.map((_, core) => Math.ceil((threads - core) / cores)).join(', ');
  const parts =
    hostWork === 'prepared'
      ? ', and each thread has an equal part of the pictures, so that the slowest core decides'
      : '';
  const gain = `${(best / single).toFixed(2)} times as fast as one thread`;
  return `${threads} threads keep the ${cores} cores busy (${ofCores} of them): ${gain}; more gain nothing (the cores share the memory${parts})`;
}
