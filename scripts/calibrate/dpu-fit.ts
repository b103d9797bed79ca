import { type DpuRow, loadDpuRows } from '../../sim/cli/dpu-rows.js';
import { compileDpu, type DpuBoard, type DpuProgram, loadDpuBoard, timeJob } from '../../sim/dpu/index.js';
import { loadNamedNetwork } from '../../sim/nn/catalog.js';
import { leastSquares } from './least-squares.js';

/** A figure that the model is fitted to: frames a second of a network on a board with one thread, or with many. */
interface Figure {
  readonly network: string;
  readonly board: string;
  readonly threads: 'one' | 'many';
  readonly measuredMs: number;
}

/** Where the fit starts and what it is drawn to, weakly: figures of facts/dpu.md, section 4. */
const PRIORS: Readonly<Record<string, number>> = {
  'costs.transferOverhead': 20,
  'costs.computeOverhead': 12,
  'costs.portBytesPerCycle': 22,
  'costs.driver': 80,
  'costs.host': 256,
  'costs.hostPixel': 0.0093,
  'costs.hostElement': 0.01,
  memoryRate: 0.85,
  'costs.ddrBytesPerSecond': 9.5e9,
  'costs.coherentRate': 0.5,
};
const PRIOR_WEIGHT = 0.01;
/** Times that the constants of one core, and then those of several, are fitted. */
const TURNS = 2;
/** The constants that frames a second of one core depend on; the others are those of several cores. */
const OF_ONE_CORE = 8;
const BOARDS = ['kv260', 'zcu104', 'zcu102'] as const;

/** The fit of the DPU's calibrated constants to the calibration rows: least squares of relative errors. */
export class DpuFit {
  readonly names = Object.keys(PRIORS);
  readonly rows: readonly DpuRow[];
  readonly figures: readonly Figure[];
  private readonly boards = Object.fromEntries(BOARDS.map((name) => [name, loadDpuBoard(name)]));
  private readonly programs: ReadonlyMap<string, DpuProgram>;

  constructor(data: string | undefined) {
    this.rows = loadDpuRows(data).filter(({ calibration }) => calibration);
    const names = [...new Set(this.rows.map(({ network }) => network))];
    const { kv260 } = this.boards;
    this.programs = new Map(names.map((name) => [name, compileDpu(loadNamedNetwork(name), kv260)]));
    this.figures = this.rows.flatMap(({ network, board, oneThreadFps, manyThreadsFps }) => [
      ...(oneThreadFps === null ? [] : [{ network, board, threads: 'one' as const, measuredMs: 1000 / oneThreadFps }]),
      { network, board, threads: 'many' as const, measuredMs: 1000 / manyThreadsFps },
    ]);
  }

  /** The networks that are fitted to. */
  get networks(): string[] {
    return [...this.programs.keys()];
  }

  /** The constants that fit best: those of one core, then of several, as often as it takes. @param without a network that is left out */
  fit(start = Object.values(PRIORS), rounds = 6, without?: string): number[] {
    const all = this.figures.filter(({ network }) => network !== without);
    const isOneCore = ({ board, threads }: Figure) => threads === 'one' || board === 'kv260';
    // One thread on the ZCU102 is one on the ZCU104 at another clock; one on the KV260 is its frame and the host again.
    const one = all.filter(({ board, threads }) => (threads === 'one' ? board === 'zcu104' : board === 'kv260'));
    const several = all.filter((figure) => !isOneCore(figure));
    let values = [...start];
    for (let turn = 0; turn < TURNS; turn++) {
      values = this.fitSome(values, 0, OF_ONE_CORE, one, rounds);
      values = this.fitSome(values, OF_ONE_CORE, values.length, several, rounds);
    }
    return values;
  }

  private fitSome(values: number[], from: number, to: number, figures: readonly Figure[], rounds: number): number[] {
    const priors = Object.values(PRIORS).slice(from, to);
    const withSome = (some: readonly number[]) => [...values.slice(0, from), ...some, ...values.slice(to)];
    const residuals = (some: readonly number[]) => [
      ...this.errors(withSome(some), figures),
      ...some.map((value, index) => PRIOR_WEIGHT * (value / priors[index] - 1)),
    ];
    return withSome(leastSquares(residuals, values.slice(from, to), rounds));
  }

  /** Relative errors of figures; with the constants of the data files where none are given. */
  errors(values = this.standing(), figures = this.figures): number[] {
    const boards = Object.fromEntries(BOARDS.map((name) => [name, this.withConstants(name, values)]));
    return figures.map(({ network, board, threads, measuredMs }) => {
      const program = this.programs.get(network)!;
      return modelMs(program, boards[board], threads) / measuredMs - 1;
    });
  }

  /** The constants as they stand in the data files. */
  standing(): number[] {
    return this.names.map((name) => constantOf(this.boards.kv260, name).value);
  }

  private withConstants(name: string, values: readonly number[]): DpuBoard {
    const changed = structuredClone(this.boards[name]);
    for (const [index, path] of this.names.entries()) {
      if (path !== 'memoryRate' || name === 'kv260') constantOf(changed, path).value = values[index];
    }
    return changed;
  }
}

/** Milliseconds a frame: of one thread from end to end, or between frames of many. */
export function modelMs(program: DpuProgram, board: DpuBoard, threads: 'one' | 'many'): number {
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
