import { loadBoard, publishedResources } from '../fabric/index.js';
import { comparePublished, type PublishedColumn, type PublishedTable } from '../report/index.js';
import type { TableMaker } from './table-maker.js';
import { loadTrace } from './traces.js';

/** Columns of the utilisation reports. Registers and DSPs are not modelled. */
const RESOURCES_COLUMNS: readonly PublishedColumn[] = [
  { name: 'lut', title: 'LUT', unit: '', decimals: 0 },
  { name: 'bram36', title: 'BRAM36', unit: 'tiles', decimals: 1 },
  { name: 'ff', title: 'FF', unit: '', decimals: 0 },
  { name: 'dsp', title: 'DSP', unit: '', decimals: 0 },
];

/** The utilisation of the published designs. */
export function resourcesTable(): PublishedTable {
  const trace = loadTrace('resources');
  const board = loadBoard(trace.board);
  const rows = trace.rows.map(({ network, measured }) => {
    const { lut, bram18 } = publishedResources(network, board);
    return { name: network, measured, model: { lut: Math.round(lut), bram36: bram18 / 2 } };
  });
  return comparePublished(trace.table, trace.source, RESOURCES_COLUMNS, rows, [
    'two constants of the LUTs are calibrated on these seven designs (docs/resources.md)',
  ]);
}

export const RESOURCES_TABLE: TableMaker = { columns: RESOURCES_COLUMNS, make: resourcesTable };
