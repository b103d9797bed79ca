import { InputError } from '../core/input/input-error.js';
import { writeFileWhole } from '../core/input/write-file.js';
import { packageVersion } from '../core/package-root.js';
import type { Run } from '../core/run.js';
import { timelineTrace } from '../core/trace/timeline.js';
import { compileDpu, type DpuBoard, DpuTimeline, type HostWork, simulateDpu, threadCurve } from '../dpu/index.js';
import type { Job } from '../drivers/job.js';
import { computeValues, judge } from '../drivers/values.js';
import { type TraceOptions, USUAL_WINDOW } from './trace-files.js';

/** Options of `run` that this machine knows, and those that belong to others. */
export interface DpuRunOptions extends TraceOptions {
  readonly threads?: number;
  readonly endToEnd?: boolean;
  readonly profile?: boolean;
}

/** Options that mean nothing on this machine. */
const REFUSED = ['fifo', 'fold', 'library', 'software', 'fc', 'boxes', 'vcd', 'traceStreams', 'schedule'] as const;

const EVERYTHING = { fromCycle: 0, toCycle: Number.POSITIVE_INFINITY };

/** What runs on a DPU; values are computed only of pictures. */
export interface DpuRunJob extends Pick<Job, 'network' | 'images' | 'pictures'> {
  readonly board: DpuBoard;
}

/** Runs a network on a board with a DPU, as an application with some threads does. @throws InputError for what cannot be run */
export async function runOnDpu({ network, board, images, pictures }: DpuRunJob, options: DpuRunOptions): Promise<Run> {
  requireKnown(options);
  const loadFrom = performance.now();
  const program = compileDpu(network, board);
  const valuesFrom = performance.now();
  const outputs = pictures === undefined ? null : await computeValues({ network, images }, pictures.pixels);

  const { timeline: file, traceWindow, threads = 1 } = options;
  const window = traceWindow === USUAL_WINDOW ? EVERYTHING : traceWindow;
  const timeline = file === undefined ? undefined : new DpuTimeline(program, board.cores.length, window);
  const timingFrom = performance.now();
  const hostWork: HostWork = options.endToEnd === true ? 'endToEnd' : 'prepared';
  const job = { program, board, images, threads, hostWork };
  const timing = simulateDpu(job, timeline);
  const curve = options.profile === true ? { threadCurve: threadCurve(job) } : {};
  const seconds = (performance.now() - timingFrom) / 1000;
  if (file !== undefined && timeline !== undefined) {
    const { fromCycle } = window;
    await writeFileWhole(file, timelineTrace(timeline.collected(), board.name, timing.clockMHz, fromCycle));
  }
  return {
    schema: 'qcycle.run/1',
    qcycle: packageVersion(),
    device: 'sim',
    ...timing,
    ...curve,
    ...(outputs === null ? {} : judge({ network, ...(pictures === undefined ? {} : { pictures }) }, outputs)),
    wallSeconds: {
      load: (valuesFrom - loadFrom) / 1000,
      values: outputs === null ? 0 : (timingFrom - valuesFrom) / 1000,
      timing: seconds,
    },
  };
}

/** What the application of the DPU pruning tutorial prints, of a run. */
export function applicationLine({ imagesPerSecond, images, microseconds }: Run): string {
  return `throughput ${imagesPerSecond.toFixed(2)} frames/s, total frames ${images}, time ${(microseconds / 1e6).toFixed(4)} s`;
}

function requireKnown(options: DpuRunOptions): void {
  const given = options as object as Readonly<Record<string, unknown>>;
  const refused = REFUSED.find((option) => given[option] !== undefined);
  if (refused !== undefined) {
    const flag = refused.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    throw new InputError(`--${flag} is not for boards with a DPU`);
  }
  if (given.engine !== 'event') throw new InputError(`--engine ${given.engine}, allowed: event on a board with a DPU`);
}
