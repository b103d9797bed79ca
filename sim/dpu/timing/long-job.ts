import type { CoreObserver } from '../units/core.js';
import type { JobTiming } from './job-timing.js';
import { runSystem } from './run-system.js';
import type { CoreRun, SystemJob, SystemTiming } from './system-job.js';

/**
 * By which part of a frame the cores begin one after the other. In the long run cores are anywhere in their frames; any parts but
 * 0, where all wait for the memory and compute together, give nearly the same, and the golden section spreads any number of cores.
 */
const PHASE = 0.381966;

/** How a thread does its images: it begins one as soon as the one before is done. */
interface Pace {
  /** Cycles from the start of the job to the end of its first image. */
  readonly first: number;
  /** Between the ends of its images. */
  readonly cycles: number;
}

/** What a core does from an image of its first thread to a later one of the same thread, again and again. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  /** Images of all its threads that are done meanwhile. */
  readonly images: number;
  readonly runs: readonly CoreRun[];
}

/**
 * Simulates as much of a job as gives every thread some images while all cores work, from different places of a frame on; then each
 * core goes on as in the images behind the first.
 * @param rounds images of each thread, at least two
 */
export function timeLongJob(job: SystemJob, rounds: number, observer: CoreObserver | undefined): JobTiming {
  const starts = startsOf(job);
  const system = runSystem({ ...job, rounds, starts }, observer);
  const { ends, threadEnds } = system;
  const stretches = Array.from({ length: Math.min(job.cores, job.threads) }, (_, core) => stretchOf(system, core, job));
  const paces = threadEnds.map((own, thread): Pace => {
    const { from, to, images } = stretches[thread % job.cores];
    const sharing = threadsOf(job, thread % job.cores).length;
    return { first: own[0] - starts[thread], cycles: (sharing * (to - from)) / images };
  });
  const parts = job.equalParts ? equalParts(job) : partsByPace(paces, job.images);
  const imagesOf = (core: number) => threadsOf(job, core).reduce((sum, thread) => sum + parts[thread], 0);
  return {
    cycles: Math.round(Math.max(...paces.map(({ first, cycles }, thread) => first + (parts[thread] - 1) * cycles))),
    firstImageCycles: ends[0],
    intervalCycles: job.equalParts
      ? Math.max(...paces.map(({ cycles }) => cycles)) / job.threads
      : 1 / paces.reduce((rate, { cycles }) => rate + 1 / cycles, 0),
    runs: stretches.flatMap(({ runs, images }, core) =>
      runs.map((run) => ({ ...run, images: imagesOf(core) / images })),
    ),
  };
}

function stretchOf({ threadEnds, runs }: SystemTiming, core: number, job: SystemJob): Stretch {
  const own = threadEnds[core];
  const [from, to] = [own[0], own[own.length - 1]];
  const isWithin = (cycle: number) => cycle > from && cycle <= to;
  return {
    from,
    to,
    images: threadsOf(job, core).reduce((sum, thread) => sum + threadEnds[thread].filter(isWithin).length, 0),
    runs: runs.filter((run) => run.core === core && isWithin(run.timing.to)),
  };
}

/** The threads that take turns on a core; the first has the core's number. */
function threadsOf({ cores, threads }: SystemJob, core: number): number[] {
  return Array.from({ length: Math.ceil((threads - core) / cores) }, (_, turn) => core + turn * cores);
}

/** When threads begin: those of core c at c golden sections of a frame of one core. */
function startsOf(job: SystemJob): number[] {
  const frame = runSystem({ ...job, threads: 1, images: 1 }).ends[0];
  return Array.from({ length: job.threads }, (_, thread) => Math.round(frame * ((PHASE * (thread % job.cores)) % 1)));
}

function equalParts({ images, threads }: SystemJob): number[] {
  return Array.from({ length: threads }, (_, thread) => Math.ceil((images - thread) / threads));
}

/** Images of each thread where each takes the next one as soon as it is free. */
function partsByPace(paces: readonly Pace[], images: number): number[] {
  const begunBy = (now: number) =>
    paces.map(({ first, cycles }) => 1 + Math.max(0, Math.floor((now - first) / cycles) + 1));
  const sum = (parts: readonly number[]) => parts.reduce((total, part) => total + part, 0);
  let [early, late] = [0, Math.max(...paces.map(({ first, cycles }) => first + images * cycles))];
  for (let middle = (early + late) / 2; middle > early && middle < late; middle = (early + late) / 2) {
    if (sum(begunBy(middle)) < images) early = middle;
    else late = middle;
  }
  // Several threads may be free at that time: not all of them find an image.
  const [before, then] = [begunBy(early), begunBy(late)];
  let left = images - sum(before);
  return before.map((part, thread) => {
    const more = Math.min(then[thread] - part, left);
    left -= more;
    return part + more;
  });
}
