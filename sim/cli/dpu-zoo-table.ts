import { compileDpu, type DpuProgram, framePeriods, loadDpuBoard } from '../dpu/index.js';
import { loadNamedNetwork } from '../nn/catalog.js';
import { comparePublished, type PublishedColumn, type PublishedRow, type PublishedTable } from '../report/index.js';
import { CALIBRATION_RELEASE, type DpuRow, dpuRowsFile, hasDpuRows, loadDpuRows } from './dpu-rows.js';
import type { TableMaker } from './table-maker.js';

const CALIBRATION = `calibration rows (release ${CALIBRATION_RELEASE})`;
const OTHERS = 'rows of other releases';
const SOURCE =
  'Xilinx, Vitis AI Model Zoo README of releases 1.3, 1.4 and 2.0: latency with one thread, 1000 / frames a second with several';

/** Columns of the table of the published networks: those that constants are fitted to, and the others. */
const DPU_ZOO_COLUMNS: readonly PublishedColumn[] = [
  { name: 'oneThreadMs', title: 'one thread,\nend to end', unit: 'ms', decimals: 3, group: CALIBRATION },
  { name: 'frameMs', title: 'several threads,\nfor each frame', unit: 'ms', decimals: 3, group: CALIBRATION },
  {
    name: 'otherOneThreadMs',
    title: 'one thread,\nend to end',
    unit: 'ms',
    decimals: 3,
    group: OTHERS,
    alternative: true,
  },
  {
    name: 'otherFrameMs',
    title: 'several threads,\nfor each frame',
    unit: 'ms',
    decimals: 3,
    group: OTHERS,
    alternative: true,
  },
];

/**
 * The table of the published networks that are shipped, on all boards.
 * @param data folder of the published figures, which are not part of the project
 */
export function dpuZooTable(data: string | undefined): PublishedTable {
  if (!hasDpuRows(data)) {
    const where = data === undefined ? 'no folder of data is given' : `${dpuRowsFile(data)} is missing`;
    const note = `no rows: the published figures are not part of the project, and ${where} (--data)`;
    return comparePublished('dpu-zoo', SOURCE, DPU_ZOO_COLUMNS, [], [note]);
  }
  const model = new ZooModel();
  const rows = loadDpuRows(data).map((row): PublishedRow => {
    const { network, board, release, oneThreadFps, manyThreadsFps, calibration } = row;
    const figures = model.figures(row);
    const measured = { one: oneThreadFps === null ? null : 1000 / oneThreadFps, many: 1000 / manyThreadsFps };
    return {
      name: `${network} on ${board}${calibration ? '' : `, ${release}`}`,
      measured: columns(measured, calibration),
      model: columns({ one: oneThreadFps === null ? null : figures.oneThreadMs, many: figures.frameMs }, calibration),
    };
  });
  const table = comparePublished('dpu-zoo', SOURCE, DPU_ZOO_COLUMNS, rows);
  return { ...table, notes: ['kv260', 'zcu104', 'zcu102'].map((board) => boardNote(table, board)) };
}

function columns({ one, many }: { readonly one: number | null; readonly many: number }, calibration: boolean) {
  return calibration ? { oneThreadMs: one, frameMs: many } : { otherOneThreadMs: one, otherFrameMs: many };
}

/** Frames of a network on a board, computed once. */
class ZooModel {
  private readonly programs = new Map<string, DpuProgram>();
  private readonly known = new Map<string, ReturnType<typeof framePeriods>>();

  figures({ network, board: name }: DpuRow): ReturnType<typeof framePeriods> {
    const key = `${network} ${name}`;
    const board = loadDpuBoard(name);
    const program = this.programs.get(network) ?? compileDpu(loadNamedNetwork(network), board);
    this.programs.set(network, program);
    const figures = this.known.get(key) ?? framePeriods(program, board);
    this.known.set(key, figures);
    return figures;
  }
}

function boardNote({ rows }: PublishedTable, board: string): string {
  const errorsOf = (column: string) =>
    rows.filter(({ name }) => name.endsWith(` on ${board}`)).flatMap(({ errorPercent }) => errorPercent[column] ?? []);
  const show = (column: string) => {
    const errors = errorsOf(column).map(Math.abs);
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    return `mean ${mean.toFixed(1)} %, largest ${Math.max(...errors).toFixed(1)} %`;
  };
  return `${board}, calibration rows: one thread ${show('oneThreadMs')}; several threads ${show('frameMs')}`;
}

export const DPU_ZOO_TABLE: TableMaker = { columns: DPU_ZOO_COLUMNS, make: dpuZooTable };
