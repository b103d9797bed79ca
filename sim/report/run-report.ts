import pc from 'picocolors';
import { CAUSE_STATISTICS, CAUSES } from '../core/causes.js';
import type { Run, RunLayer } from '../core/run.js';
import { accuracyLine } from './accuracy-line.js';
import { measuredSentences } from './measured-sentences.js';
import { formatNumber, formatRate } from './numbers.js';
import { type Column, renderTable } from './table.js';
import type { Trace } from './trace.js';
import { inWords } from './words.js';

/** A run for people: one table of the layers, the streams, the figures, and what limits the throughput. */
export function renderRun(run: Run, traces: readonly Trace[]): string {
  const { network, machine, board, clockMHz, images, engine, device } = run;
  const means = device === 'rtl' ? 'RTL, equal to the event engine' : `${engine} engine`;
  return [
    pc.bold(`${network} on ${board} (${machine}, ${clockMHz} MHz), ${count(images, 'image')}, ${means}`),
    'cycles and MAC of one image, by what each layer does:',
    renderTable(layerColumns(run), run.layers),
    ...(run.streams.length === 0 || run.layers.some(({ busiestUnit }) => busiestUnit !== undefined)
      ? []
      : [streamLine(run)]),
    timeLine(run),
    ...untimedLine(run),
    ...accuracyLine(run),
    ...measuredSentences(run, traces),
    ...(run.hostLayers ?? []).map(({ name, op, why }) => `on the host: ${name} (${inWords(op)}): ${why}`),
    ...(run.threadCurve === undefined ? [] : [`threads: ${run.threadCurve.sentence}`]),
    `bottleneck: ${run.bottleneck.sentence}`,
  ].join('\n');
}

function layerColumns({ images, layers }: Run): Column<RunLayer>[] {
  const perImage = (name: string, cycles: (layer: RunLayer) => number): Column<RunLayer> => ({
    name,
    cell: (layer) => formatNumber(cycles(layer) / images, 1),
  });
  return [
    { name: 'layer', align: 'left', cell: ({ name }) => name },
    { name: 'MAC', cell: ({ macs }) => formatNumber(macs) },
    { name: 'ideal\ncycles', cell: ({ idealCycles }) => formatNumber(idealCycles) },
    perImage('simulated\ncycles', ({ cycles }) => cycles),
    ...CAUSES.filter((cause) => layers.some(({ causes }) => cause in causes)).map((cause) =>
      perImage(CAUSE_STATISTICS[cause].name.replace(' for ', ' for\n'), ({ causes }) => causes[cause]),
    ),
    ...ownCauses(layers).map((cause) =>
      perImage(inWords(cause).replace(' ', '\n'), ({ causes }) => causes[cause] ?? 0),
    ),
    ...engineColumns(layers, images),
    { name: 'utilization\n%', cell: ({ utilization }) => (100 * utilization).toFixed(1) },
  ];
}

/** How much of a layer's cycles each engine works, which bounds it, and what is moved, of a machine whose engines share a layer. */
function engineColumns(layers: readonly RunLayer[], images: number): Column<RunLayer>[] {
  const names = layers.find(({ engines }) => engines !== undefined)?.engines?.map(({ name }) => name) ?? [];
  if (names.length === 0) return [];
  const percent = ({ engines, cycles }: RunLayer, index: number) =>
    engines === undefined || cycles === 0 ? '' : ((100 * engines[index].busyCycles) / cycles).toFixed(0);
  return [
    ...names.map((name, index) => ({ name: `${name}\nbusy %`, cell: (layer: RunLayer) => percent(layer, index) })),
    { name: 'moved\nKB', cell: ({ bytes: { load = 0, save = 0 } }) => formatNumber((load + save) / 1000) },
    { name: 'bound by', align: 'left', cell: (layer) => boundBy(layer, images) },
  ];
}

/** What a layer spends most of its cycles on. */
function boundBy({ causes, cycles }: RunLayer, images: number): string {
  if (cycles < images) return '';
  return inWords(Object.entries(causes).reduce((most, other) => (other[1] > most[1] ? other : most))[0]);
}

/** Causes that the machine has beside those of every block. */
function ownCauses(layers: readonly RunLayer[]): string[] {
  const known: readonly string[] = CAUSES;
  return [...new Set(layers.flatMap(({ causes }) => Object.keys(causes)))].filter((cause) => !known.includes(cause));
}

/** Streams are named where the user can choose their depth: not where every layer has stages of its own, nor inside units. */
function streamLine({ streams, engine }: Run): string {
  const chosen = streams.filter(({ fixed }) => fixed === undefined);
  const entries = chosen.map(({ name, depth, highWater }) =>
    engine === 'analytic' ? `${name} ${depth}` : `${name} ${highWater}/${depth}`,
  );
  return `streams (${engine === 'analytic' ? 'depth' : 'high-water mark/depth'} in words): ${entries.join(', ')}`;
}

function timeLine(run: Run): string {
  return [
    `${formatNumber(run.cycles)} cycles`,
    `${formatNumber(run.microseconds, 2)} us`,
    pc.bold(`${run.microsecondsPerImage.toFixed(2)} us per image`),
    `${formatRate(run.imagesPerSecond)} images/s`,
    `first image after ${formatNumber(run.firstImageCycles)} cycles`,
  ].join(', ');
}

function untimedLine({ untimed }: Run): string[] {
  return untimed === undefined ? [] : [`not timed: ${untimed.layers.join(', ')}, on ${untimed.runsOn}`];
}

function count(number: number, noun: string): string {
  return `${formatNumber(number)} ${noun}${number === 1 ? '' : 's'}`;
}
