import type { RunLayer } from '../core/run.js';
import { loadBoard } from '../fabric/index.js';
import { offloadOverlayFor } from '../fabric/offload/catalog.js';
import { compileOffload } from '../fabric/offload/compile.js';
import type { OffloadLayer } from '../fabric/offload/program.js';
import { simulateOffload } from '../fabric/offload/simulate.js';
import type { TimingRecord } from '../fabric/simulate.js';
import { loadNamedNetwork } from '../nn/catalog.js';
import { NOTEBOOK_DOREFANET, NOTEBOOK_TINIER_YOLO, SOFTWARE_LAYERS } from '../nn/counted-layers.js';
import { layerOps } from '../nn/network.js';
import { type CountedLayer, totalNotebookOps } from '../nn/notebook-ops.js';
import { comparePublished, type PublishedColumn, type PublishedTable } from '../report/index.js';
import { formatNumber } from '../report/numbers.js';
import { DOREFANET_COLUMNS, TINIER_YOLO_COLUMNS } from './offload-columns.js';
import type { TableMaker } from './table-maker.js';
import { loadTrace } from './traces.js';

type Figures = Readonly<Record<string, number>>;

const FAST_BOARD = 'ultra96';
const SLOW_BOARD = 'pynq-z1';

/** The table of DoReFaNet, with what is wrong with the notebooks' counts of its operations. */
export function dorefanetTable(): PublishedTable {
  const trueOps = loadNamedNetwork('dorefanet').layers.reduce((sum, layer) => sum + layerOps(layer), 0);
  const stated = totalNotebookOps(NOTEBOOK_DOREFANET.offloaded);
  return offloadTable('dorefanet', DOREFANET_COLUMNS, [
    `notebook: its ${formatNumber(stated)} OP are those of a network of half the width, so that its rates are low by ${(trueOps / stated).toFixed(3)}x: the layers that run have ${formatNumber(trueOps)} OP`,
    softwareNote('conv0 and fc0 to fct', 'dorefanet', NOTEBOOK_DOREFANET, 'of a conv0 with 48 channels instead of 68'),
  ]);
}

/** The table of Tinier-YOLO, with what is wrong with the notebook's count of its operations. */
export function tinierYoloTable(): PublishedTable {
  return offloadTable('tinier-yolo', TINIER_YOLO_COLUMNS, [
    'notebook: counts an OP for each pixel of the windows of a pool, once for all channels, beside 2 OP per MAC',
    softwareNote(
      'conv0 and conv8',
      'tinier-yolo',
      NOTEBOOK_TINIER_YOLO,
      "of Tiny-YOLO's conv0 with stride 1 and its pool",
    ),
  ]);
}

/** The operations of the layers in software beside those that the notebook states, by which its rates are wrong as well. */
function softwareNote(
  layers: string,
  network: keyof typeof SOFTWARE_LAYERS,
  notebook: { readonly software: readonly CountedLayer[] },
  why: string,
): string {
  const [real, stated] = [SOFTWARE_LAYERS[network], notebook.software].map(totalNotebookOps);
  const factor = real > stated ? `low by ${(real / stated).toFixed(3)}x` : `high by ${(stated / real).toFixed(3)}x`;
  return `software: ${layers} have ${formatNumber(real)} OP; the notebook's ${formatNumber(stated)} OP are those ${why}, so that its software rates are ${factor}`;
}

/**
 * The table of an offloaded network: what the network and each layer take in the fabric, then every measured call of the host
 * beside the time of the fabric in it. Copies on the ARM cores dominate a call, so that it only bounds that time.
 * (facts/qnn-mo-pynq.md section 4.1)
 */
function offloadTable(name: string, columns: readonly PublishedColumn[], notes: readonly string[]): PublishedTable {
  const trace = loadTrace(name);
  const { layers, fast, slow } = simulate(name);
  const { measured: published } = trace.rows.find(({ layer, call }) => layer === undefined && call === undefined)!;
  const rows = trace.rows.map(({ network, layer, call, board = trace.board, measured }) => {
    if (call !== undefined) {
      const timing = board === FAST_BOARD ? fast : slow;
      const model = measured.callMicroseconds === undefined ? {} : callFigures(timing, published.notebookOps);
      return { name: `${call}, ${board}`, measured, model };
    }
    const chosen = layers.filter(({ convolution }) => layer === undefined || convolution.name === layer);
    const rowName = layer === undefined ? network : `${network} ${layer}`;
    return { name: rowName, measured, model: fabricFigures(chosen, fast, slow) };
  });
  return comparePublished(trace.table, trace.source, columns, rows, notes);
}

/** One image on both boards. */
function simulate(name: string) {
  const network = loadNamedNetwork(name);
  const overlay = offloadOverlayFor(network)!;
  const [fast, slow] = [FAST_BOARD, SLOW_BOARD].map((board) => compileOffload(network, overlay, loadBoard(board), 1));
  return { layers: fast.layers, fast: simulateOffload(fast, 'event'), slow: simulateOffload(slow, 'event') };
}

/**
 * What these layers take for one image, in the order compute, stalls, weight load, calls, which sum to all cycles. Stalls are
 * all cycles of compute calls in which the MVTU does not work. Cycles are the fast board's.
 */
function fabricFigures(chosen: readonly OffloadLayer[], fast: TimingRecord, slow: TimingRecord): Figures {
  const names = chosen.map(({ convolution }) => convolution.name);
  const sum = ({ layers }: TimingRecord, count: (layer: RunLayer) => number) =>
    layers.filter(({ name }) => names.includes(name)).reduce((total, layer) => total + count(layer), 0);
  const ops = sum(fast, (layer) => layer.ops);
  const [microseconds, pynqMicroseconds] = [fast, slow].map((run) => sum(run, ({ cycles }) => cycles) / run.clockMHz);
  return {
    ops,
    notebookOps: totalNotebookOps(chosen.flatMap(({ convolution, pool }) => [convolution, ...(pool ? [pool] : [])])),
    computeCycles: sum(fast, ({ causes }) => causes.busy),
    stallCycles: sum(fast, ({ causes }) => causes.waitInput + causes.waitOutput + causes.fill + causes.drain),
    weightLoadCycles: sum(fast, ({ causes }) => causes.weightLoad),
    callCycles: sum(fast, ({ causes }) => causes.callOverhead),
    cycles: sum(fast, ({ cycles }) => cycles),
    microseconds,
    pynqMicroseconds,
    fabricGops: gops(ops, microseconds),
    pynqFabricGops: gops(ops, pynqMicroseconds),
  };
}

/** What a call would show if the host took no time. The notebook's rate is that of the operations that it states. */
function callFigures({ ops, microseconds }: TimingRecord, statedOps: number): Figures {
  return {
    callMicroseconds: microseconds,
    gops: gops(ops, microseconds),
    notebookGops: gops(statedOps, microseconds),
  };
}

function gops(ops: number, microseconds: number): number {
  return ops / microseconds / 1000;
}

export const DOREFANET_TABLE: TableMaker = { columns: DOREFANET_COLUMNS, make: dorefanetTable };
export const TINIER_YOLO_TABLE: TableMaker = { columns: TINIER_YOLO_COLUMNS, make: tinierYoloTable };
