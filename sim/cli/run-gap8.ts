import { InputError } from '../core/input/input-error.js';
import { writeFileWhole } from '../core/input/write-file.js';
import { packageVersion } from '../core/package-root.js';
import type { Run } from '../core/run.js';
import { timelineTrace } from '../core/trace/timeline.js';
import type { Job } from '../drivers/job.js';
import { computeValues, judge } from '../drivers/values.js';
import {
  compileGap8,
  type Gap8Board,
  type Gap8Network,
  Gap8Timeline,
  gap8LayersOf,
  loadSchedule,
  ownSchedule,
  publishedSchedule,
  type Schedule,
  simulateGap8,
} from '../gap8/index.js';
import { flagOf } from './output.js';
import { type TraceOptions, USUAL_WINDOW } from './trace-files.js';

/** Options of `run` that this machine knows, and those that belong to others. */
export interface Gap8RunOptions extends TraceOptions {
  readonly schedule?: string;
}

/** Options that mean nothing on this machine. */
const REFUSED = ['fifo', 'fold', 'library', 'software', 'fc', 'boxes', 'vcd', 'traceStreams', 'profile'] as const;

const EVERYTHING = { fromCycle: 0, toCycle: Number.POSITIVE_INFINITY };

/** What runs on a GAP8; values are computed only of pictures. */
export interface Gap8Job extends Pick<Job, 'network' | 'images' | 'pictures'> {
  readonly board: Gap8Board;
}

/** Runs a network on a board with a GAP8. @throws InputError for what cannot be run */
export async function runOnGap8({ network, board, images, pictures }: Gap8Job, options: Gap8RunOptions): Promise<Run> {
  requireKnown(options);
  const loadFrom = performance.now();
  const layers = gap8LayersOf(network);
  const program = compileGap8(layers, chooseSchedule(layers, board, options.schedule));
  const valuesFrom = performance.now();
  const outputs = pictures === undefined ? null : await computeValues({ network, images }, pictures.pixels);

  const { timeline: file, traceWindow } = options;
  const window = traceWindow === USUAL_WINDOW ? EVERYTHING : traceWindow;
  const names = layers.layers.map(({ name }) => name);
  const timeline = file === undefined ? undefined : new Gap8Timeline(names, window);
  const timingFrom = performance.now();
  const timing = simulateGap8(program, board, images, timeline);
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
    ...(outputs === null ? {} : judge({ network, ...(pictures === undefined ? {} : { pictures }) }, outputs)),
    wallSeconds: {
      load: (valuesFrom - loadFrom) / 1000,
      values: outputs === null ? 0 : (timingFrom - valuesFrom) / 1000,
      timing: seconds,
    },
  };
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
    throw new InputError(`no schedule of ${network.name} is published, allowed: own, or a file`);
  return ownSchedule(network, board);
}
