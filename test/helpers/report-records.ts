import { compileDpu, loadDpuBoard, simulateDpu, threadCurve } from '../../sim/dpu/index.js';
import { usualOverlay } from '../../sim/drivers/load-job.js';
import { runOnSimulator } from '../../sim/drivers/simulator.js';
import { loadBoard, offloadOverlayFor } from '../../sim/fabric/index.js';
import { compileGap8, loadGap8Board, loadGap8Layers, publishedSchedule, simulateGap8 } from '../../sim/gap8/index.js';
import { loadNamedNetwork } from '../../sim/nn/catalog.js';
import { comparePublished, parseRecords, type ReportRecord } from '../../sim/report/index.js';
import type { RunRecord } from '../../sim/report/records/run-record.js';
import type { TableRecord } from '../../sim/report/records/table-record.js';

/** What parsing makes of a record that is written as JSON. */
function reread<Data extends ReportRecord>(record: object): Data {
  const [parsed] = parseRecords(JSON.stringify(record), 'record.json');
  return parsed as Data;
}

/** The record of a run of LFC with a profile. */
export async function lfcRecord(network = 'lfc-w1a1', images = 10_000): Promise<RunRecord> {
  const loaded = loadNamedNetwork(network);
  const { run } = await runOnSimulator({
    network: loaded,
    board: loadBoard('ultra96'),
    overlay: usualOverlay(loaded),
    images,
    engine: 'event',
    profile: true,
  });
  return reread(run);
}

/** The record of one image on the offload engine, with classes that are made up. */
export async function dorefanetRecord(board = 'ultra96'): Promise<RunRecord> {
  const network = loadNamedNetwork('dorefanet');
  const overlay = offloadOverlayFor(network)!;
  const { run } = await runOnSimulator({ network, board: loadBoard(board), overlay, images: 1, engine: 'event' });
  const probabilities = [0.83, 0.1, 0.04, 0.02, 0.01];
  const topClasses = [
    probabilities.map((probability, index) => ({ index, synset: `n${index}`, label: `class ${index}`, probability })),
  ];
  return reread({ ...run, topClasses });
}

/** The record of MobileNetV1 on GAP8. */
export function gap8Record(): RunRecord {
  const network = loadGap8Layers('mobilenet-v1');
  const board = loadGap8Board('gapuino');
  const timing = simulateGap8(compileGap8(network, publishedSchedule(network, board)!), board);
  const wallSeconds = { load: 0, values: 0, timing: 0 };
  return reread({ schema: 'qcycle.run/1', qcycle: '0.0.0', device: 'sim', ...timing, wallSeconds });
}

/** The record of the timing of a small MobileNet on three DPU cores, with the curve of its threads. */
export function dpuRecord(): RunRecord {
  const board = loadDpuBoard('zcu102');
  const program = compileDpu(loadNamedNetwork('mobilenet-v1-0.25-128'), board);
  const job = { program, board, images: 100, threads: 8, hostWork: 'prepared' } as const;
  const wallSeconds = { load: 0, values: 0, timing: 0 };
  const timing = { ...simulateDpu(job), threadCurve: threadCurve(job) };
  return reread({ schema: 'qcycle.run/1', qcycle: '0.0.0', device: 'sim', ...timing, wallSeconds });
}

/** A made-up table: a count, a prediction that is met, one that is not, and a bound. */
export function tableExample(): TableRecord {
  const plain = { decimals: 0, unit: 'us' };
  const columns = [
    { ...plain, name: 'ops', title: 'operations', unit: 'OP', counted: true },
    { ...plain, name: 'microseconds', title: 'time' },
    { ...plain, name: 'callMicroseconds', title: 'call', bound: 'upper' as const },
    { ...plain, name: 'softwareMicroseconds', title: 'software' },
  ];
  const rows = [
    { name: 'a', measured: { ops: 10, microseconds: 100 }, model: { ops: 20, microseconds: 98 } },
    { name: 'b', measured: { microseconds: 50 }, model: { microseconds: 50 } },
    { name: 'c', measured: { callMicroseconds: 1000 }, model: { callMicroseconds: 10 } },
    { name: 'd', measured: { softwareMicroseconds: 9 }, model: {} },
  ];
  return reread(comparePublished('example', 'a document', columns, rows, ['a note']));
}
