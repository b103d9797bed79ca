import { InputError } from '../core/input/input-error.js';
import { writeFileWhole } from '../core/input/write-file.js';
import { packageVersion } from '../core/package-root.js';
import type { Run } from '../core/run.js';
import { timelineTrace } from '../core/trace/timeline.js';
import { loadGap8Network } from '../drivers/load-gap8-network.js';
import {
  compileGap8,
  type Gap8Board,
  type Gap8Network,
  Gap8Timeline,
  loadSchedule,
  ownSchedule,
  publishedSchedule,
  type Schedule,
  simulateGap8,
} from '../gap8/index.js';
import { type TraceOptions, USUAL_WINDOW } from './trace-files.js';

/** Options of `run` that this machine knows, and those that belong to others. */
export interface Gap8RunOptions extends TraceOptions {
  readonly schedule?: string;
  readonly images?: number;
  readonly timingOnly?: boolean;
}

/** Options that mean nothing on this machine, whose values are not computed. */
const REFUSED = [
  'params',
  'input',
  'labels',
  'predictions',
  'scores',
  'dumpLayers',
  'fifo',
  'fold',
  'library',
  'software',
  'fc',
  'boxes',
  'vcd',
  'traceStreams',
] as const;

const EVERYTHING = { fromCycle: 0, toCycle: Number.POSITIVE_INFINITY };

/** Runs a network on a board with a GAP8, for its time. @throws InputError for what cannot be run */
export async function runOnGap8(nameOrFile: string, board: Gap8Board, options: Gap8RunOptions): Promise<Run> {
  requireKnown(options);
  const loadFrom = performance.now();
  const network = loadGap8Network(nameOrFile);
  const program = compileGap8(network, chooseSchedule(network, board, options.schedule));
  const load = (performance.now() - loadFrom) / 1000;

  const { timeline: file, traceWindow } = options;
  const window = traceWindow === USUAL_WINDOW ? EVERYTHING : traceWindow;
  const names = network.layers.map(({ name }) => name);
  const timeline = file === undefined ? undefined : new Gap8Timeline(names, window);
  const timingFrom = performance.now();
  const timing = simulateGap8(program, board, options.images, timeline);
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
    wallSeconds: { load, values: 0, timing: seconds },
  };
}

function requireKnown(options: Gap8RunOptions): void {
  const given = options as object as Readonly<Record<string, unknown>>;
  const refused = REFUSED.find((option) => given[option] !== undefined);
  if (refused !== undefined) {
    const flag = refused.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    throw new InputError(`--${flag} is not for boards with a GAP8`);
  }
  if (given.engine !== 'event') throw new InputError(`--engine ${given.engine}, allowed: event on a board with a GAP8`);
  if (options.timingOnly !== true) throw new InputError('a board with a GAP8 gives cycles alone: add --timing-only');
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
