import { join } from 'node:path';
import type { Run } from '../core/run.js';
import { withOriginalParameters } from '../drivers/load-job.js';
import { loadTestPictures } from '../drivers/load-pictures.js';
import { loadNamedNetwork } from '../nn/catalog.js';
import { comparePublished, type PublishedColumn, type PublishedTable, type Trace } from '../report/index.js';
import type { TableMaker } from './table-maker.js';
import { accuracyPercent, runForTable } from './table-run.js';
import { loadTrace } from './traces.js';

/** Where a data folder keeps the original parameters. */
const ORIGINALS: Readonly<Record<string, string>> = {
  'lfc-w1a1': 'bnn-pynq/params/mnist/lfcW1A1/lfcW1A1.tar',
  'lfc-w1a2': 'bnn-pynq/params/mnist/lfcW1A2/lfcW1A2.tar',
};

/** Columns of the LFC document. Software times are of the board's ARM cores, which are not modelled. */
const LFC_COLUMNS: readonly PublishedColumn[] = [
  { name: 'microseconds', title: 'time', unit: 'us', decimals: 2 },
  { name: 'microsecondsPerImage', title: 'time per image', unit: 'us/image', decimals: 2 },
  { name: 'imagesPerSecond', title: 'rate', unit: 'images/s', decimals: 2 },
  { name: 'accuracyPercent', title: 'accuracy', unit: '%', decimals: 2 },
  { name: 'shippedAccuracyPercent', title: 'accuracy, own weights', unit: '%', decimals: 2 },
  { name: 'softwareMicrosecondsPerImage', title: 'ARM software', unit: 'us/image', decimals: 2 },
];

/**
 * The LFC table. The published accuracy belongs to the original parameters, so it is reproduced only where `data` holds
 * them; the accuracy of the shipped parameters stands in a column of its own.
 * @throws InputError where files cannot be used
 */
export async function lfcTable(data: string | undefined): Promise<PublishedTable> {
  const trace = loadTrace('lfc');
  const rows = [];
  for (const { network, measured } of trace.rows) {
    const shipped = await classifyTestSet(network, trace);
    const original =
      data === undefined ? undefined : await classifyTestSet(network, trace, join(data, ORIGINALS[network]));
    const { microseconds, microsecondsPerImage, imagesPerSecond } = shipped;
    const model = {
      microseconds,
      microsecondsPerImage,
      imagesPerSecond,
      accuracyPercent: original === undefined ? null : accuracyPercent(original),
      shippedAccuracyPercent: accuracyPercent(shipped),
    };
    rows.push({ name: network, measured, model });
  }
  return comparePublished(trace.table, trace.source, LFC_COLUMNS, rows);
}

async function classifyTestSet(name: string, { board, images }: Trace, params?: string): Promise<Run> {
  const shipped = loadNamedNetwork(name);
  const network = params === undefined ? shipped : withOriginalParameters(shipped, params);
  return runForTable(network, board, images, loadTestPictures(network));
}

export const LFC_TABLE: TableMaker = { columns: LFC_COLUMNS, make: lfcTable };
