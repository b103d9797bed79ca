import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { toMicroseconds } from '../core/clock.js';
import type { Run, RunLayer } from '../core/run.js';
import { withOriginalParameters } from '../drivers/load-job.js';
import { loadPictures } from '../drivers/load-pictures.js';
import { loadBoard } from '../fabric/index.js';
import { loadNamedNetwork } from '../nn/catalog.js';
import { comparePublished, type PublishedColumn, type PublishedTable } from '../report/index.js';
import type { TableMaker } from './table-maker.js';
import { accuracyPercent, runForTable } from './table-run.js';
import { loadTrace } from './traces.js';

/** Where a data folder keeps the original parameters and the test set. */
const ORIGINALS: Readonly<Record<string, string>> = {
  'cnv-w1a1': 'bnn-pynq/params/cifar10/cnvW1A1/cnvW1A1.tar',
  'cnv-w1a2': 'bnn-pynq/params/cifar10/cnvW1A2/cnvW1A2.tar',
  'cnv-w2a2': 'bnn-pynq/params/cifar10/cnvW2A2/cnvW2A2.tar',
};
const TEST_SET = 'cifar10/test.bin.gz';

/** Images of the test set, and of a long batch. */
const BATCH = 10_000;
const FAST_BOARD = 'ultra96';
const SLOW_BOARD = 'pynq-z1';

/** Columns of the CNV table: one image, an image of a long batch, and what the network or a layer of it is. */
const CNV_COLUMNS: readonly PublishedColumn[] = [
  { name: 'microseconds', title: 'one image, Ultra96', unit: 'us', decimals: 2 },
  { name: 'pynqMicroseconds', title: 'one image, PYNQ', unit: 'us', decimals: 2 },
  { name: 'cycles', title: 'one image', unit: 'cycles', decimals: 0 },
  { name: 'batchMicrosecondsPerImage', title: 'of 10 000, Ultra96', unit: 'us/image', decimals: 2 },
  { name: 'pynqBatchMicrosecondsPerImage', title: 'of 10 000, PYNQ', unit: 'us/image', decimals: 2 },
  { name: 'batchCyclesPerImage', title: 'of 10 000', unit: 'cycles/image', decimals: 1 },
  { name: 'idealCycles', title: 'ideal', unit: 'cycles/image', decimals: 0, counted: true },
  { name: 'ops', title: 'operations', unit: 'OP/image', decimals: 0, counted: true },
  { name: 'accuracyPercent', title: 'accuracy', unit: '%', decimals: 2 },
];

/**
 * The CNV table: each network and, below it, its layers, of which cycles and time are those in which they are busy. No
 * parameters are shipped, so accuracies are reproduced only where
 * `data` holds the original ones and CIFAR-10.
 * @throws InputError where files cannot be used
 */
export async function cnvTable(data: string | undefined): Promise<PublishedTable> {
  const trace = loadTrace('cnv');
  const models = new Map<string, Readonly<Record<string, number | null>>>();
  for (const name of new Set(trace.rows.map(({ network }) => network))) {
    const alone = await runForTable(loadNamedNetwork(name), trace.board, trace.images);
    const batch = await runBatch(name, trace.board, data);
    models.set(name, { ...modelOf(alone, batch), accuracyPercent: accuracyPercent(batch) });
    for (const layer of batch.layers) models.set(`${name} ${layer.name}`, modelOfLayer(layer));
  }
  const rows = trace.rows.map(({ network, layer, measured }) => {
    const name = layer === undefined ? network : `${network} ${layer}`;
    return { name, measured, model: models.get(name)! };
  });
  return comparePublished(trace.table, trace.source, CNV_COLUMNS, rows);
}

function modelOf({ cycles, microseconds, ops }: Run, batch: Run) {
  const { clock } = loadBoard(SLOW_BOARD);
  return {
    cycles,
    microseconds,
    pynqMicroseconds: toMicroseconds(clock, cycles),
    batchCyclesPerImage: batch.cyclesPerImage,
    batchMicrosecondsPerImage: batch.microsecondsPerImage,
    pynqBatchMicrosecondsPerImage: toMicroseconds(clock, batch.cycles) / BATCH,
    ops,
  };
}

/** Of a layer: its work, and how long it is busy with it. */
function modelOfLayer({ ops, idealCycles, causes }: RunLayer) {
  const [fast, slow] = [FAST_BOARD, SLOW_BOARD].map((board) => toMicroseconds(loadBoard(board).clock, causes.busy));
  return {
    ops,
    idealCycles,
    batchCyclesPerImage: causes.busy / BATCH,
    batchMicrosecondsPerImage: fast / BATCH,
    pynqBatchMicrosecondsPerImage: slow / BATCH,
  };
}

/** A long batch, of the test set where that and the original parameters are there. */
async function runBatch(name: string, board: string, data: string | undefined): Promise<Run> {
  const network = loadNamedNetwork(name);
  const [parameters, testSet] = [ORIGINALS[name], TEST_SET].map((path) => join(data ?? '', path));
  if (data === undefined || !existsSync(parameters) || !existsSync(testSet)) return runForTable(network, board, BATCH);
  const pictures = await loadPictures(network, [testSet]);
  return runForTable(withOriginalParameters(network, parameters), board, BATCH, pictures);
}

export const CNV_TABLE: TableMaker = { columns: CNV_COLUMNS, make: cnvTable };
