import { causeStyles } from '../charts/causes.js';
import { foldingOf } from '../charts/pareto.js';
import { formatError, formatNumber } from '../numbers.js';
import type { ExploreMember, ExploreRecord } from '../records/explore-record.js';
import type { QuantizationRecord } from '../records/quantization-record.js';
import type { RunRecord } from '../records/run-record.js';
import type { TableRecord } from '../records/table-record.js';
import { inWords } from '../words.js';
import { type HtmlColumn, htmlTable } from './table.js';

const NOTHING = '';

/** Cycles of an image of every layer by cause. */
export function layerTable({ layers, images }: RunRecord): string {
  const styles = causeStyles(layers.flatMap(({ causes }) => Object.keys(causes)));
  type Layer = RunRecord['layers'][number];
  const columns: HtmlColumn<Layer>[] = [
    { name: 'layer', cell: ({ name }) => name, text: true },
    { name: 'does', cell: ({ op }) => inWords(op), text: true },
    { name: 'MAC', cell: ({ macs }) => formatNumber(macs) },
    { name: 'ideal, cycles', cell: ({ idealCycles }) => formatNumber(idealCycles) },
    { name: 'simulated, cycles', cell: ({ cycles }) => formatNumber(cycles / images, 1) },
    ...styles.map(({ cause, label }) => ({
      name: `${label}, cycles`,
      cell: ({ causes }: Layer) => formatNumber((causes[cause] ?? 0) / images, 1),
    })),
    { name: 'utilization, %', cell: ({ utilization }) => (100 * utilization).toFixed(1) },
  ];
  return htmlTable('Layers, of one image', columns, layers);
}

/** Depth and high-water mark of every stream. */
export function streamTable({ streams }: RunRecord): string {
  return htmlTable(
    'Streams',
    [
      { name: 'stream', cell: ({ name }) => name, text: true },
      { name: 'depth, words', cell: ({ depth }) => formatNumber(depth) },
      { name: 'high-water mark, words', cell: ({ highWater }) => formatNumber(highWater) },
    ],
    streams,
  );
}

/** Accuracy against bits. */
export function quantizationTable({ rows }: QuantizationRecord): string {
  const bits = (n: number | null) => (n === null ? NOTHING : String(n));
  return htmlTable(
    'Accuracy against bits',
    [
      { name: 'weights, bits', cell: ({ weights }) => bits(weights) },
      { name: 'inputs, bits', cell: ({ inputs }) => bits(inputs) },
      { name: 'activations, bits', cell: ({ activations }) => bits(activations) },
      { name: 'correct, images', cell: ({ correct }) => formatNumber(correct) },
      { name: 'accuracy, %', cell: ({ correct, total }) => ((100 * correct) / total).toFixed(2) },
    ],
    rows,
  );
}

/** Every figure that was measured or predicted, with the signed error or what a bound says. */
export function figureTable({ table, columns, rows }: TableRecord): string {
  const figures = rows.flatMap(({ name: row, measured, model, errorPercent }) =>
    columns
      .map(({ name, unit, bound }) => ({
        row,
        column: inWords(name),
        unit,
        bound,
        measured: measured[name] ?? null,
        model: model[name] ?? null,
        error: errorPercent[name] ?? null,
      }))
      .filter((figure) => figure.measured !== null || figure.model !== null),
  );
  type Figure = (typeof figures)[number];
  const number = (value: number | null) => (value === null ? NOTHING : formatPlain(value));
  const error = ({ error: percent, bound, model, measured }: Figure) => {
    if (model === null || measured === null) return NOTHING;
    if (bound !== undefined) return `${model < measured ? 'below' : 'above'} the bound`;
    return percent === null ? NOTHING : formatError(percent);
  };
  return htmlTable<Figure>(
    `All figures of table ${table}`,
    [
      { name: 'row', cell: ({ row }) => row, text: true },
      { name: 'figure', cell: ({ column }) => column, text: true },
      { name: 'unit', cell: ({ unit }) => unit, text: true },
      { name: 'measured', cell: ({ measured }) => number(measured) },
      { name: 'model', cell: ({ model }) => number(model) },
      { name: 'error', cell: error },
    ],
    figures,
  );
}

/** Every folding that was simulated, and the references. */
export function memberTable({ members, references, best }: ExploreRecord): string {
  const columns: HtmlColumn<ExploreMember>[] = [
    { name: 'member', cell: ({ name }) => name, text: true },
    { name: 'images/s', cell: ({ framesPerSecond }) => formatNumber(framesPerSecond, 1) },
    { name: 'cycles/image', cell: ({ intervalCycles }) => formatNumber(intervalCycles, 1) },
    { name: 'without stalls, cycles/image', cell: ({ analyticIntervalCycles: ideal }) => formatNumber(ideal, 1) },
    { name: 'LUT', cell: ({ resources }) => formatNumber(resources.lut) },
    { name: 'BRAM18', cell: ({ resources }) => formatNumber(resources.bram18) },
    { name: 'DSP', cell: ({ resources }) => formatNumber(resources.dsp) },
    { name: 'remarks', cell: (member) => remarks(member, best), text: true },
    { name: 'folding, PE x SIMD', cell: foldingOf, text: true },
  ];
  return htmlTable('Foldings that were simulated', columns, [...members, ...references]);
}

function remarks({ name, fits, pareto, steady }: ExploreMember, best: string | null): string {
  const all = [
    name === best ? 'best' : '',
    pareto ? 'Pareto set' : '',
    fits ? '' : 'over budget',
    steady ? '' : 'no steady state',
  ];
  return all.filter((remark) => remark !== '').join(', ');
}

/** With as many decimals as its size leaves room for. */
function formatPlain(value: number): string {
  return formatNumber(value, Number.isInteger(value) ? 0 : 2);
}
