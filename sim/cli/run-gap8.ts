import { InputError } from '../core/input/input-error.js';
import { writeFileWhole } from '../core/input/write-file.js';
import { timelineTrace } from '../core/trace/timeline.js';
import { type Device, type DeviceResult, runJob } from '../drivers/device.js';
import type { Gap8Job } from '../drivers/job.js';
import {
  type Gap8Board,
  type Gap8Network,
  Gap8Timeline,
  gap8LayersOf,
  loadSchedule,
  ownSchedule,
  publishedSchedule,
  type Schedule,
} from '../gap8/index.js';
import { flagOf } from './output.js';
import { type TraceOptions, USUAL_WINDOW } from './trace-files.js';

/** Options of `run` that this machine knows, and those that belong to others. */
export interface Gap8RunOptions extends TraceOptions {
  readonly schedule?: string;
}

/** Options that mean nothing on this machine. */
const REFUSED = [
  'fifo',
  'fold',
  'library',
  'software',
  'fc',
  'boxes',
  'vcd',
  'traceStreams',
  'profile',
  'threads',
  'endToEnd',
] as const;

const EVERYTHING = { fromCycle: 0, toCycle: Number.POSITIVE_INFINITY };

/** What runs on a GAP8, without what the options choose. */
type Gap8Task = Omit<Gap8Job, 'schedule' | 'timeline'>;

/** The job of a GAP8 as the options have it. @throws InputError for what cannot be run */
export function gap8Job(task: Gap8Task, options: Gap8RunOptions): Gap8Job {
  requireKnown(options);
  const { network, board } = task;
  return { ...task, schedule: chooseSchedule(gap8LayersOf(network), board, options.schedule) };
}

/** Runs a network on a simulated board with a GAP8, with a timeline where one is asked for. */
export async function runOnGap8(device: Device, job: Gap8Job, options: TraceOptions): Promise<DeviceResult> {
  const { timeline: file, traceWindow } = options;
  if (file === undefined) return runJob(device, job);
  const window = traceWindow === USUAL_WINDOW ? EVERYTHING : traceWindow;
  const names = gap8LayersOf(job.network).layers.map(({ name }) => name);
  const timeline = new Gap8Timeline(names, window);
  const result = await runJob(device, { ...job, timeline });
  const clockMHz = job.board.clock.frequencyHz / 1e6;
  await writeFileWhole(file, timelineTrace(timeline.collected(), job.board.name, clockMHz, window.fromCycle));
  return result;
}

function requireKnown(options: Gap8RunOptions): void {
  const given = options as object as Readonly<Record<string, unknown>>;
  const refused = REFUSED.find((option) => given[option] !== undefined);
  if (refused !== undefined) throw new InputError(`${flagOf(refused)} is not for boards with a GAP8`);
  if (given.engine !== 'event') throw new InputError(`--engine ${given.engine}, allowed: event on a board with a GAP8`);
}

/** The published schedule where there is one and no other is asked for, else our own. */
function chooseSchedule(network: Gap8Network, board: Gap8Board, asked: string | undefined): Schedule {
  if (asked !== undefined && asked !== 'own' && asked !== 'published') {
    if (/[/\\]|\.(ya?ml|json)$/.test(asked)) return loadSchedule(asked, network, board);
    throw new InputError(`unknown schedule ${asked}, allowed: own, published, or a file`);
  }
  const published = asked === 'own' ? undefined : publishedSchedule(network, board);
  if (published !== undefined) return published;
  if (asked === 'published')
    throw new InputError(
      `no schedule is published for the layers of ${network.name} and the memories of ${board.name}, allowed: own, or a file`,
    );
  return ownSchedule(network, board);
}
