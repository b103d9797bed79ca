import { readText } from '../sim/core/input/file.js';
import { packagePath } from '../sim/core/package-root.js';
import { loadGap8Board, loadGap8Layers, publishedSchedule } from '../sim/gap8/catalog.js';
import { compileGap8 } from '../sim/gap8/compile.js';
import { derivedKernelParts } from '../sim/gap8/kernels/kernel-model.js';
import { type Gap8Board, kernelPartsOf, timingOf } from '../sim/gap8/machine.js';
import { replay } from '../sim/gap8/replay.js';
import { parseTrace } from '../sim/report/trace.js';
import { leastSquares } from './calibrate/least-squares.js';

/**
 * Fits the calibrated constants of GAP8's board to the published table, all at once, by the squares of the relative errors of
 * its 29 rows; then once more for each shape of layer without the rows of that shape, which the fit then predicts.
 */
const BOARD = 'gapuino';
const TABLE = 'traces/gap8-mobilenet-v1.yaml';

const board = loadGap8Board(BOARD);
const network = loadGap8Layers('mobilenet-v1');
const program = compileGap8(network, publishedSchedule(network, board)!);
const trace = parseTrace(readText(packagePath(TABLE)), TABLE);
const measured = network.layers.map(
  ({ name }) => trace.rows.find(({ layer }) => layer === name)!.measured.cycles,
);
const derived = derivedKernelParts();

/** Calibrated constants, by where they are in the board file, with where the fit starts: figures of facts/gap8.md, section 4. */
const START: Readonly<Record<string, number>> = {
  'hyperRam.event': 508,
  'hyperRam.start': 337,
  'hyperRam.line': 323,
  'hyperRam.burst': 228,
  'dma.line': 2,
  fork: 537,
  'kernels.gatherByte': derived.gatherByte,
  'kernels.pointwisePixel': derived.pointwisePixel,
};
const NAMES = Object.keys(START);

/** The constant of a board that a name leads to. */
function constantOf(own: Gap8Board, name: string): { value: number } {
  return name.split('.').reduce((node: unknown, key) => (node as Record<string, unknown>)[key], own) as { value: number };
}

function withConstants(values: readonly number[]): Gap8Board {
  const changed = structuredClone(board);
  for (const [index, name] of NAMES.entries()) constantOf(changed, name).value = values[index];
  return changed;
}

/** Relative errors of all rows. */
function errorsOf(values: readonly number[]): number[] {
  const own = withConstants(values);
  return replay(program, timingOf(own, kernelPartsOf(own, derived))).map(({ from, to }, row) => (to - from) / measured[row] - 1);
}

/** Rows of layers that do the same: kind, channels and size. */
function shapes(): number[][] {
  const rows = new Map<string, number[]>();
  for (const [row, { op, inChannels, outChannels, width, stride }] of network.layers.entries()) {
    const shape = `${op} ${inChannels}->${outChannels} ${width} /${stride}`;
    rows.set(shape, [...(rows.get(shape) ?? []), row]);
  }
  return [...rows.values()];
}

function fit(rows: readonly number[]): number[] {
  return leastSquares((values) => {
    const errors = errorsOf(values);
    return rows.map((row) => errors[row]);
  }, Object.values(START));
}

const percent = (value: number) => `${(100 * value).toFixed(2)} %`;
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + Math.abs(value), 0) / values.length;
const print = (line: string) => process.stdout.write(`${line}\n`);

const all = network.layers.map((_, row) => row);
const best = fit(all);
print('constant of the board file: fitted, as it stands there');
for (const [index, name] of NAMES.entries()) {
  print(`  ${name}: ${best[index].toFixed(2)}, ${constantOf(board, name).value}`);
}
const fitted = errorsOf(best);
print(`all rows fitted: mean ${percent(mean(fitted))}, largest ${percent(Math.max(...fitted.map(Math.abs)))}`);

const heldOut: number[] = [];
const groups = shapes();
for (const group of groups) {
  const errors = errorsOf(fit(all.filter((row) => !group.includes(row))));
  for (const row of group) heldOut[row] = errors[row];
}
print(`each of ${groups.length} shapes held out: mean ${percent(mean(heldOut))}`);
print('row: error fitted, held out');
for (const row of all) print(`  ${network.layers[row].name}: ${percent(fitted[row])}, ${percent(heldOut[row])}`);
