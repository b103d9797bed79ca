import { loadDpuBoard } from '../dpu/index.js';
import { applicationRates } from '../drivers/application-rates.js';
import { loadNamedNetwork } from '../nn/catalog.js';
import { comparePublished, type PublishedColumn, type PublishedRow, type PublishedTable } from '../report/index.js';
import { type PossiblePruning, possiblePrunings } from './dpu-pruning-range.js';
import type { TableMaker } from './table-maker.js';
import { loadTrace } from './traces.js';

const RUNS = 'throughput of the application';
const RANGE = 'range over plausible prunings: which channels the tutorial removed is not known';
/** The network that the tutorial prunes, what it is called then, and the part of the operations that goes. */
const WHOLE = 'mobilenet-v2';
const PRUNED = 'mobilenet-v2-pruned';
const RATIO = 0.5;
/** (facts/dpu.md section 5.1) */
const DEFAULT_MULTIPLE = 2;

function inRange(name: string): PublishedColumn {
  return { name, title: name, unit: 'frames/s', decimals: 2, group: RANGE, alternative: true };
}

/** Columns of the table of the DPU pruning tutorial. */
const DPU_MOBILENET_V2_COLUMNS: readonly PublishedColumn[] = [
  { name: 'framesPerSecond', title: 'throughput', unit: 'frames/s', decimals: 2, group: RUNS },
  { name: 'seconds', title: 'time of\n5000 frames', unit: 's', decimals: 4, group: RUNS },
  ...['slowest', 'middle', 'fastest'].map(inRange),
];

/** The table of MobileNetV2 on a ZCU102: the application's four runs, and of the pruned network the range of what it may be. */
export function dpuMobilenetV2Table(): PublishedTable {
  const { table, source, board: boardName, images, rows } = loadTrace('dpu-mobilenet-v2');
  const board = loadDpuBoard(boardName);
  const prunings = possiblePrunings(loadNamedNetwork(WHOLE), RATIO);
  const notes: string[] = [];
  const compared = rows.map(({ network, call = '', measured }): PublishedRow => {
    const threads = Number.parseInt(call, 10);
    const [framesPerSecond] = applicationRates(loadNamedNetwork(network), board, [threads], images);
    const row = {
      name: `${network}, ${call}`,
      measured,
      model: { framesPerSecond, seconds: images / framesPerSecond },
    };
    if (network !== PRUNED) return row;
    const rates = prunings.flatMap((pruning) => applicationRates(pruning.network, board, [threads], images));
    const [slowest, fastest] = [Math.min(...rates), Math.max(...rates)];
    const middle = (slowest + fastest) / 2;
    notes.push(describe(call, prunings, rates));
    const asMeasured = measured.framesPerSecond ?? null;
    return {
      ...row,
      measured: { ...measured, slowest: asMeasured, middle: asMeasured, fastest: asMeasured },
      model: { ...row.model, slowest, middle, fastest },
    };
  });
  return comparePublished(table, source, DPU_MOBILENET_V2_COLUMNS, compared, notes);
}

/** The figures behind a range, and that of the pruner's default. */
function describe(call: string, prunings: readonly PossiblePruning[], rates: readonly number[]): string {
  const each = prunings.map(
    ({ profile, multiple }, index) => `${profile} in multiples of ${multiple}: ${rates[index].toFixed(1)}`,
  );
  const usual = rates.filter((_, index) => prunings[index].multiple === DEFAULT_MULTIPLE);
  return [
    `${PRUNED}, ${call}, frames/s by what is removed: ${each.join('; ')}`,
    `the range is ${width(rates)} wide, and ${width(usual)} in multiples of ${DEFAULT_MULTIPLE}, the default of the tutorial's pruner`,
  ].join('; ');
}

function width(rates: readonly number[]): string {
  const [slowest, fastest] = [Math.min(...rates), Math.max(...rates)];
  return `${((200 * (fastest - slowest)) / (fastest + slowest)).toFixed(1)} %`;
}

export const DPU_MOBILENET_V2_TABLE: TableMaker = { columns: DPU_MOBILENET_V2_COLUMNS, make: dpuMobilenetV2Table };
