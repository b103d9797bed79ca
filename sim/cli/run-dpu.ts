import { InputError } from '../core/input/input-error.js';
import { writeFileWhole } from '../core/input/write-file.js';
import type { DeviceRun } from '../core/run.js';
import { timelineTrace } from '../core/trace/timeline.js';
import { compileDpu, DpuTimeline } from '../dpu/index.js';
import { type Device, type DeviceResult, runJob } from '../drivers/device.js';
import type { DpuJob } from '../drivers/job.js';
import { flagOf } from './output.js';
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

/** What runs on a DPU, without what the options choose. */
type DpuTask = Omit<DpuJob, 'hostWork' | 'threadCurve' | 'timeline' | 'threads'>;

/** The job of a DPU as the options have it. @throws InputError for options of other machines */
export function dpuJob(task: DpuTask, options: DpuRunOptions): DpuJob {
  requireKnown(options);
  const { threads = 1, endToEnd = false, profile = false } = options;
  return { ...task, threads, hostWork: endToEnd ? 'endToEnd' : 'prepared', threadCurve: profile };
}

/** Runs a network on a simulated board with a DPU, with a timeline where one is asked for. */
export async function runOnDpu(device: Device, job: DpuJob, options: TraceOptions): Promise<DeviceResult> {
  const { timeline: file, traceWindow } = options;
  if (file === undefined) return runJob(device, job);
  const window = traceWindow === USUAL_WINDOW ? EVERYTHING : traceWindow;
  const { board, network } = job;
  const timeline = new DpuTimeline(compileDpu(network, board), board.cores.length, window);
  const result = await runJob(device, { ...job, timeline });
  const clockMHz = board.clock.frequencyHz / 1e6;
  await writeFileWhole(file, timelineTrace(timeline.collected(), board.name, clockMHz, window.fromCycle));
  return result;
}

/** What the application of the DPU pruning tutorial prints, of a run: its throughput, and how many classes are right where that is known. */
export function applicationLines({ imagesPerSecond, images, microseconds, accuracy }: DeviceRun): string[] {
  const seconds = (microseconds / 1e6).toFixed(4);
  const throughput = `throughput ${imagesPerSecond.toFixed(2)} frames/s, total frames ${images}, time ${seconds} s`;
  if (accuracy === undefined) return [throughput];
  const { correct, total } = accuracy;
  return [throughput, `correct ${correct}, wrong ${total - correct}, accuracy ${(correct / total).toFixed(4)}`];
}

function requireKnown(options: DpuRunOptions): void {
  const given = options as object as Readonly<Record<string, unknown>>;
  const refused = REFUSED.find((option) => given[option] !== undefined);
  if (refused !== undefined) throw new InputError(`${flagOf(refused)} is not for boards with a DPU`);
  if (given.engine !== 'event') throw new InputError(`--engine ${given.engine}, allowed: event on a board with a DPU`);
}
