import {
  compileGap8,
  derivedKernelParts,
  GAP8_CAUSES,
  type Gap8Cause,
  kernelPartsOf,
  type LayerTiming,
  loadGap8Board,
  loadGap8Layers,
  publishedOperations,
  publishedSchedule,
  replay,
  timingOf,
} from '../gap8/index.js';
import {
  comparePublished,
  errorPercent,
  formatError,
  type PublishedColumn,
  type PublishedRow,
  type PublishedTable,
} from '../report/index.js';
import type { TableMaker } from './table-maker.js';
import { loadTrace } from './traces.js';

const CAUSE_TITLES: Readonly<Record<Gap8Cause, string>> = {
  compute: 'kernels',
  fork: 'forks',
  dma: 'waits\nfor DMA',
  l3: 'waits for\nHyperRAM',
  events: 'waits for\nits events',
};

const LAYERS: readonly PublishedColumn[] = [
  { name: 'cycles', title: 'cycles', unit: 'cycles', decimals: 0 },
  { name: 'derivedCycles', title: 'kernels as\nderived alone', unit: 'cycles', decimals: 0, alternative: true },
  { name: 'operations', title: 'operation', unit: 'OP', decimals: 0, counted: true },
  { name: 'operationsPerCycle', title: 'operation by\nmeasured cycle', unit: 'OP/cycle', decimals: 6, counted: true },
  { name: 'modelOperationsPerCycle', title: 'by modelled\ncycle', unit: 'OP/cycle', decimals: 6, counted: true },
];

const CAUSES: readonly PublishedColumn[] = GAP8_CAUSES.map((cause) => ({
  name: `${cause}Cycles`,
  title: CAUSE_TITLES[cause],
  unit: 'cycles',
  decimals: 0,
}));

/** Columns of the table of MobileNetV1 on GAP8; what the model's cycles are spent on sums to them. */
const GAP8_COLUMNS: readonly PublishedColumn[] = [
  ...LAYERS.map((column) => ({ ...column, group: 'layer' })),
  ...CAUSES.map((column) => ({ ...column, group: 'causes' })),
];

/**
 * The table of MobileNetV1 on GAP8: cycles of the model beside the measured ones, and of a second model whose kernels take what
 * our listings take, without the calibrated gather. Operations and their single-precision quotient are as the document counts them.
 */
export function gap8Table(): PublishedTable {
  const trace = loadTrace('gap8-mobilenet-v1');
  const board = loadGap8Board(trace.board);
  const network = loadGap8Layers('mobilenet-v1');
  const program = compileGap8(network, publishedSchedule(network, board)!);
  const model = replay(program, timingOf(board, kernelPartsOf(board)));
  const derived = replay(program, timingOf(board, derivedKernelParts()));

  const rows = trace.rows.map(({ network: name, layer, measured }): PublishedRow => {
    const chosen = network.layers.flatMap((each, index) => (layer === undefined || each.name === layer ? [index] : []));
    const sum = (figure: (index: number) => number) => chosen.reduce((total, index) => total + figure(index), 0);
    const cycles = sum((index) => cyclesOf(model[index]));
    const operations = sum((index) => publishedOperations(network.layers[index]));
    return {
      name: layer ?? name,
      isTotal: layer === undefined,
      measured: { ...measured, derivedCycles: measured.cycles },
      model: {
        cycles,
        derivedCycles: sum((index) => cyclesOf(derived[index])),
        operations,
        operationsPerCycle: sixDecimals(singleQuotient(operations, measured.cycles)),
        modelOperationsPerCycle: singleQuotient(operations, cycles),
        ...Object.fromEntries(
          GAP8_CAUSES.map((cause) => [`${cause}Cycles`, sum((index) => model[index].causes[cause])]),
        ),
      },
    };
  });
  return comparePublished(trace.table, trace.source, GAP8_COLUMNS, rows, [derivedNote(rows)]);
}

function cyclesOf({ from, to }: LayerTiming): number {
  return to - from;
}

/** The quotient as a processor with single precision has it. */
function singleQuotient(dividend: number, divisor: number): number {
  return Math.fround(Math.fround(dividend) / Math.fround(divisor));
}

/** As the document prints it. */
function sixDecimals(value: number): number {
  return Number(value.toFixed(6));
}

/** The error figures of the second model. */
function derivedNote(rows: readonly PublishedRow[]): string {
  const errorOf = ({ model, measured }: PublishedRow) => errorPercent(model.derivedCycles!, measured.derivedCycles!);
  const errors = rows.filter(({ isTotal }) => isTotal !== true).map((row) => Math.abs(errorOf(row)));
  const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
  const total = errorOf(rows.find(({ isTotal }) => isTotal === true)!);
  return `kernels as derived alone: mean magnitude ${mean.toFixed(3)} %, largest ${Math.max(...errors).toFixed(3)} %, sum ${formatError(total)}`;
}

export const GAP8_TABLE: TableMaker = { columns: GAP8_COLUMNS, make: gap8Table };
