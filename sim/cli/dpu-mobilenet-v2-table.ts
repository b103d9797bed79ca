import { compileDpu, loadDpuBoard, timeJob } from '../dpu/index.js';
import { loadNamedNetwork, networkNames } from '../nn/catalog.js';
import { comparePublished, type PublishedColumn, type PublishedRow, type PublishedTable } from '../report/index.js';
import { loadTrace } from './traces.js';

/** Columns of the table of the DPU pruning tutorial. */
export const DPU_MOBILENET_V2_COLUMNS: readonly PublishedColumn[] = [
  { name: 'framesPerSecond', title: 'throughput', unit: 'frames/s', decimals: 2 },
  { name: 'seconds', title: 'time of\n5000 frames', unit: 's', decimals: 4 },
];

/** The table of MobileNetV2 on a ZCU102: the application's four runs. */
export function dpuMobilenetV2Table(): PublishedTable {
  const { table, source, board: boardName, images, rows } = loadTrace('dpu-mobilenet-v2');
  const board = loadDpuBoard(boardName);
  const shipped = networkNames();
  const compared = rows.map(({ network, call = '', measured }): PublishedRow => {
    const name = `${network}, ${call}`;
    if (!shipped.includes(network)) return { name, measured, model: {} };
    const program = compileDpu(loadNamedNetwork(network), board);
    const threads = Number.parseInt(call, 10);
    const { cycles } = timeJob({ program, board, images, threads, hostWork: 'prepared' });
    const seconds = cycles / board.clock.frequencyHz;
    return { name, measured, model: { framesPerSecond: images / seconds, seconds } };
  });
  return comparePublished(table, source, DPU_MOBILENET_V2_COLUMNS, compared);
}
