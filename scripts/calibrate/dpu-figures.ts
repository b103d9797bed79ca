import { type DpuRow, loadDpuRows } from '../../sim/cli/dpu-rows.js';
import { compileDpu, type DpuBoard, type DpuProgram, loadDpuBoard, timeJob } from '../../sim/dpu/index.js';
import { loadNamedNetwork } from '../../sim/nn/catalog.js';

/** A figure that the model is judged by: milliseconds a frame of a network on a board with one thread, or with many. */
export interface Figure {
  readonly network: string;
  readonly board: string;
  readonly threads: 'one' | 'many';
  readonly measuredMs: number;
}

/** The constants that are fitted: where they lie in a board. */
export const CONSTANTS = [
  'costs.transferLatency',
  'costs.portBytesPerCycle',
  'costs.driver',
  'costs.hostElement',
  'memoryRate',
  'costs.ddrBytesPerSecond',
  'costs.coherentLatency',
  'costs.host',
  'costs.hostPixel',
] as const;

const BOARDS = ['kv260', 'zcu104', 'zcu102'] as const;

/** The calibration rows of data/dpu as figures, and what the model says of them with any constants. */
export class DpuFigures {
  readonly all: readonly Figure[];
  /** The constants as they stand in the data files. */
  readonly standing: readonly number[];
  private readonly rows: readonly DpuRow[];
  private readonly boards = Object.fromEntries(BOARDS.map((name) => [name, loadDpuBoard(name)]));
  private readonly programs: ReadonlyMap<string, DpuProgram>;

  /** @param data folder of the published figures. @throws InputError where they are missing */
  constructor(data: string) {
    this.rows = loadDpuRows(data).filter(({ calibration }) => calibration);
    const names = [...new Set(this.rows.map(({ network }) => network))];
    const { kv260 } = this.boards;
    this.programs = new Map(names.map((name) => [name, compileDpu(loadNamedNetwork(name), kv260)]));
    this.standing = CONSTANTS.map((name) => constantOf(kv260, name).value);
    this.all = this.rows.flatMap(({ network, board, oneThreadFps, manyThreadsFps }) => [
      ...(oneThreadFps === null ? [] : [{ network, board, threads: 'one' as const, measuredMs: 1000 / oneThreadFps }]),
      { network, board, threads: 'many' as const, measuredMs: 1000 / manyThreadsFps },
    ]);
  }

  get networks(): string[] {
    return [...this.programs.keys()];
  }

  /** Relative errors of figures with constants, in the order of CONSTANTS. */
  errors(values: readonly number[], figures: readonly Figure[] = this.all): number[] {
    const boards = Object.fromEntries(BOARDS.map((name) => [name, this.withConstants(name, values)]));
    return figures.map(({ network, board, threads, measuredMs }) => {
      const program = this.programs.get(network)!;
      return modelMs(program, boards[board], threads) / measuredMs - 1;
    });
  }

  /**
   * What a thread does for an image, in microseconds, and for each pixel of it: by how much one thread's image takes longer than one
   * of many threads on the KV260, whose core these keep busy; least squares over the networks without layers on the host.
   */
  hostLine(without?: string): [number, number] {
    const points = this.rows.flatMap(({ network, board, oneThreadFps, manyThreadsFps }) => {
      const { parts, image } = this.programs.get(network)!;
      const isPlain = parts.every(({ on }) => on === 'dpu');
      if (board !== 'kv260' || oneThreadFps === null || !isPlain || network === without) return [];
      return [{ pixels: image.pixels, microseconds: 1e6 / oneThreadFps - 1e6 / manyThreadsFps }];
    });
    const mean = (of: (point: (typeof points)[number]) => number) =>
      points.reduce((sum, point) => sum + of(point), 0) / points.length;
    const [x, y] = [mean(({ pixels }) => pixels), mean(({ microseconds }) => microseconds)];
    const covariance = mean(({ pixels, microseconds }) => (pixels - x) * (microseconds - y));
    const slope = covariance / mean(({ pixels }) => (pixels - x) ** 2);
    return [y - slope * x, slope];
  }

  private withConstants(name: string, values: readonly number[]): DpuBoard {
    const changed = structuredClone(this.boards[name]);
    for (const [index, path] of CONSTANTS.entries()) {
      if (path !== 'memoryRate' || name === 'kv260') constantOf(changed, path).value = values[index];
    }
    return changed;
  }
}

/** Milliseconds a frame: of one thread from end to end, or between frames of many. */
function modelMs(program: DpuProgram, board: DpuBoard, threads: Figure['threads']): number {
  const { cores, clock } = board;
  const job = { program, board, hostWork: 'endToEnd' as const };
  const cycles =
    threads === 'one'
      ? timeJob({ ...job, threads: 1, images: 1 }).firstImageCycles
      : timeJob({ ...job, threads: 2 * cores.length, images: Number.MAX_SAFE_INTEGER }).intervalCycles;
  return (1000 * cycles) / clock.frequencyHz;
}

/** The constant of a board that a name leads to. */
function constantOf(board: DpuBoard, name: string): { value: number } {
  return name.split('.').reduce((node: unknown, key) => (node as Record<string, unknown>)[key], board) as {
    value: number;
  };
}
