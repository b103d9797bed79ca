import type { DpuBoard } from '../machine.js';
import type { DpuProgram } from '../program.js';
import type { CoreObserver } from '../units/core.js';
import { type DpuJob, systemJob, workloadsOf } from './application.js';
import type { JobTiming } from './job-timing.js';
import { timeLongJob } from './long-job.js';
import { runSystem } from './run-system.js';
import type { SystemTiming } from './system-job.js';

/** Images of each core, and of each thread, that are simulated at least; those behind them go on like the later of these. */
const IMAGES_PER_CORE = 6;
const IMAGES_PER_THREAD = 3;

/**
 * Runs the host's threads, the cores and the memory for a job. A short one is simulated as it is. Of a longer one as much is simulated
 * as gives each thread some images while all cores work, from different places of a frame on.
 */
export function timeJob(job: DpuJob, observer?: CoreObserver): JobTiming {
  const { threads, board, images } = job;
  const rounds = Math.max(IMAGES_PER_THREAD, Math.ceil((IMAGES_PER_CORE * board.cores.length) / threads));
  const system = systemJob(job, workloadsOf(job.program));
  return images <= rounds * threads ? shortJob(runSystem(system, observer)) : timeLongJob(system, rounds, observer);
}

function shortJob({ ends, runs }: SystemTiming): JobTiming {
  const cycles = ends[ends.length - 1];
  return {
    cycles,
    firstImageCycles: ends[0],
    intervalCycles: cycles / ends.length,
    runs: runs.map((run) => ({ ...run, images: 1 })),
  };
}

/** Threads for each core where a board is kept busy: one prepares the next image. */
const BUSY_THREADS = 2;

/** Milliseconds of a frame as the model zoo publishes them: of one thread end to end, and between frames where all cores are busy. */
export function framePeriods(
  program: DpuProgram,
  board: DpuBoard,
): { readonly oneThreadMs: number; readonly frameMs: number } {
  const job = { program, board, hostWork: 'endToEnd' as const };
  const milliseconds = (cycles: number) => (1000 * cycles) / board.clock.frequencyHz;
  const threads = BUSY_THREADS * board.cores.length;
  return {
    oneThreadMs: milliseconds(timeJob({ ...job, threads: 1, images: 1 }).cycles),
    frameMs: milliseconds(timeJob({ ...job, threads, images: Number.MAX_SAFE_INTEGER }).intervalCycles),
  };
}
