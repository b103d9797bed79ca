import { readText } from '../../sim/core/input/file.js';
import { packagePath } from '../../sim/core/package-root.js';
import { loadGap8Board, loadGap8Layers, publishedSchedule } from '../../sim/gap8/catalog.js';
import { compileGap8 } from '../../sim/gap8/compile.js';
import { derivedKernelParts } from '../../sim/gap8/kernels/kernel-model.js';
import { GATHER_LOOP_CYCLES } from '../../sim/gap8/kernels/pointwise.js';
import { type Gap8Board, kernelPartsOf, timingOf } from '../../sim/gap8/machine.js';
import { type Gap8Timing, replay } from '../../sim/gap8/replay.js';
import { parseTrace } from '../../sim/report/trace.js';
import type { Ablation } from './gap8-ablations.js';
import { leastSquares } from './least-squares.js';

const BOARD = 'gapuino';
const TABLE = 'traces/gap8-mobilenet-v1.yaml';

/** The fit of GAP8's calibrated constants to the published table: least squares of the relative errors of its rows. */
export class Gap8Fit {
  readonly board = loadGap8Board(BOARD);
  readonly network = loadGap8Layers('mobilenet-v1');
  private readonly program = compileGap8(this.network, publishedSchedule(this.network, this.board)!);
  private readonly measured = measuredCycles(this.network.layers.map(({ name }) => name));
  private readonly derived = derivedKernelParts();
  /** Where the fit starts: figures of facts/gap8.md, section 4, and derived ones; by where the constants are in the board file. */
  private readonly start: Readonly<Record<string, number>> = {
    'hyperRam.event': 508,
    'hyperRam.start': 337,
    'hyperRam.line': 323,
    'hyperRam.burst': 228,
    'dma.line': 2,
    fork: 537,
  };
  readonly names = [...Object.keys(this.start), 'gatherLoop'];
  readonly rows = this.measured.map((_, row) => row);

  /** The constants that fit some of the rows best, in the order of the names. The gather's loop grows as long as that is better. */
  fit(rows: readonly number[] = this.rows): number[] {
    const residuals = (values: readonly number[]) => {
      const errors = this.errors(values);
      return rows.map((row) => errors[row]);
    };
    const squares = (values: readonly number[]) => residuals(values).reduce((sum, error) => sum + error * error, 0);
    const fitWith = (loop: number, start: readonly number[]) => [
      ...leastSquares((others) => residuals([...others, loop]), start),
      loop,
    ];
    let loop = GATHER_LOOP_CYCLES;
    let best = fitWith(loop, Object.values(this.start));
    for (;;) {
      loop++;
      const longer = fitWith(loop, best.slice(0, -1));
      if (squares(longer) >= squares(best)) return best;
      best = longer;
    }
  }

  /** Relative errors of all rows; with the constants of the board file where none are given. */
  errors(values: readonly number[] = this.standing()): number[] {
    const board = this.withConstants(values);
    return this.errorsOf(timingOf(board, kernelPartsOf(board, this.derived)));
  }

  /** Relative errors of all rows where a part of the model is changed. */
  errorsWithout({ change }: Ablation): number[] {
    const parts = kernelPartsOf(this.board, this.derived);
    return this.errorsOf(change(timingOf(this.board, parts), parts));
  }

  private errorsOf(timing: Gap8Timing): number[] {
    return replay(this.program, timing).map(({ from, to }, row) => (to - from) / this.measured[row] - 1);
  }

  /** The constants as they stand in the board file. */
  standing(): number[] {
    return this.names.map((name) => constantOf(this.board, name).value);
  }

  /** Rows of layers that do the same: of the same kind, channels and size. */
  shapes(): number[][] {
    const rows = new Map<string, number[]>();
    for (const [row, { op, inChannels, outChannels, width, stride }] of this.network.layers.entries()) {
      const shape = `${op} ${inChannels}->${outChannels} ${width} /${stride}`;
      rows.set(shape, [...(rows.get(shape) ?? []), row]);
    }
    return [...rows.values()];
  }

  /** Errors of the rows of each shape, by constants that are fitted to the others. */
  heldOut(): number[] {
    const errors: number[] = [];
    for (const shape of this.shapes()) {
      const predicted = this.errors(this.fit(this.rows.filter((row) => !shape.includes(row))));
      for (const row of shape) errors[row] = predicted[row];
    }
    return errors;
  }

  private withConstants(values: readonly number[]): Gap8Board {
    const changed = structuredClone(this.board);
    for (const [index, name] of this.names.entries()) constantOf(changed, name).value = values[index];
    return changed;
  }
}

/** The constant of a board that a name leads to. */
function constantOf(board: Gap8Board, name: string): { value: number } {
  return name.split('.').reduce((node: unknown, key) => (node as Record<string, unknown>)[key], board) as {
    value: number;
  };
}

function measuredCycles(layers: readonly string[]): number[] {
  const { rows } = parseTrace(readText(packagePath(TABLE)), TABLE);
  return layers.map((name) => rows.find(({ layer }) => layer === name)!.measured.cycles);
}

/** Mean of the magnitudes. */
export function meanMagnitude(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + Math.abs(value), 0) / values.length;
}
