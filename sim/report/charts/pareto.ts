import { formatNumber } from '../numbers.js';
import type { ExploreMember, ExploreRecord } from '../records/explore-record.js';
import { type Chart, type ChartName, chart } from './chart.js';

/** Ratio of the largest to the smallest rate above which the axis is logarithmic. */
const WIDE_RANGE = 20;
const HEIGHT_PIXELS = 340;

/** What a point is, and how it is drawn. */
const KINDS = [
  { kind: 'best', colour: '#d1495b', shape: 'diamond' },
  { kind: 'reference', colour: '#8e6bbf', shape: 'square' },
  { kind: 'Pareto set', colour: '#3d85c6', shape: 'circle' },
  { kind: 'dominated', colour: '#a3adb8', shape: 'circle' },
  { kind: 'over budget', colour: '#e5a32b', shape: 'cross' },
] as const;

type Kind = (typeof KINDS)[number]['kind'];

/** A resource that foldings are drawn over. */
const RESOURCES = {
  'pareto-lut': { resource: 'lut', unit: 'LUT' },
  'pareto-bram': { resource: 'bram18', unit: 'BRAM18' },
} as const satisfies Partial<Record<ChartName, object>>;

/** The foldings that were simulated: images a second over a resource, with its budget. */
export function paretoChart(name: keyof typeof RESOURCES, explored: ExploreRecord): Chart {
  const { network, board, clockMHz, members, references, best, budget, targetFps } = explored;
  const { resource, unit } = RESOURCES[name];
  const points = [
    ...members.map((member) => pointOf(member, kindOf(member, best))),
    ...references.map((member) => pointOf(member, 'reference')),
  ];
  const rates = points.map(({ fps }) => fps);
  const wide = Math.max(...rates) > WIDE_RANGE * Math.min(...rates);
  const kinds = KINDS.filter(({ kind }) => points.some((point) => point.kind === kind));
  const domain = kinds.map(({ kind }) => kind);
  const limit = budget[resource];
  const target = targetFps === null ? [] : lineAt('x', targetFps, `target ${formatNumber(targetFps)} fps`);
  return chart(
    {
      name,
      subject: `${network} on ${board}`,
      title: `Foldings: throughput over ${unit}`,
      description: `Each point is a folding that was simulated at ${clockMHz} MHz, stalls included; point at it for its folding (PE x SIMD of each layer), its rate and its resources. The dashed line is the budget of ${formatNumber(limit)} ${unit}. References are the published folding and FINN's own policy.`,
    },
    points,
    {
      height: HEIGHT_PIXELS,
      layer: [
        ...lineAt('y', limit, `budget ${formatNumber(limit)} ${unit}`),
        ...target,
        {
          mark: { type: 'point', filled: true, size: 70, opacity: 0.9, strokeWidth: 1 },
          encoding: {
            x: {
              field: 'fps',
              type: 'quantitative',
              scale: { type: wide ? 'log' : 'linear', ...(wide ? {} : { zero: false }), nice: false, padding: 24 },
              axis: { title: 'images per second', format: '~s', tickCount: { expr: 'width > 420 ? 8 : 4' } },
            },
            y: {
              field: resource,
              type: 'quantitative',
              scale: { zero: true, nice: true },
              axis: { title: unit, format: '~s' },
            },
            color: {
              field: 'kind',
              type: 'nominal',
              scale: { domain, range: kinds.map(({ colour }) => colour) },
              legend: { orient: 'bottom', title: null, columns: { expr: 'width > 420 ? 5 : 2' } },
            },
            shape: { field: 'kind', type: 'nominal', scale: { domain, range: kinds.map(({ shape }) => shape) } },
            order: { field: 'rank' },
            tooltip: [
              { field: 'name', title: 'member' },
              { field: 'folding', title: 'folding' },
              { field: 'fps', type: 'quantitative', title: 'fps', format: ',.1f' },
              { field: 'lut', type: 'quantitative', title: 'LUT', format: ',' },
              { field: 'bram18', type: 'quantitative', title: 'BRAM18', format: ',' },
              { field: 'dsp', type: 'quantitative', title: 'DSP', format: ',' },
              { field: 'interval', type: 'quantitative', title: 'cycles/image', format: ',.1f' },
              { field: 'kind', title: 'kind' },
            ],
          },
        },
      ],
    },
  );
}

/** PE x SIMD of each layer: `L0 16x3, L1 32x32`. */
export function foldingOf({ layers }: ExploreMember): string {
  return layers.map(({ name, pe, simd }) => `${name} ${pe}x${simd}`).join(', ');
}

function kindOf({ name, fits, pareto }: ExploreMember, best: string | null): Kind {
  if (name === best) return 'best';
  if (!fits) return 'over budget';
  return pareto ? 'Pareto set' : 'dominated';
}

function pointOf(member: ExploreMember, kind: Kind) {
  const { name, framesPerSecond: fps, intervalCycles: interval, resources } = member;
  const rank = -KINDS.findIndex((each) => each.kind === kind);
  return { name, kind, rank, fps, interval, ...resources, folding: foldingOf(member) };
}

/** A dashed line across the chart, with its name at its beginning. */
function lineAt(channel: 'x' | 'y', value: number, label: string): object[] {
  const at = { [channel]: { datum: value, type: 'quantitative' } };
  const text = channel === 'y' ? { align: 'left', dy: -7, dx: 4 } : { align: 'right', angle: 270, dy: 10, dx: -2 };
  const start = channel === 'y' ? { x: { value: 0 } } : { y: { value: 0 } };
  return [
    { data: { values: [{}] }, mark: { type: 'rule', style: 'marker' }, encoding: at },
    {
      data: { values: [{}] },
      mark: { type: 'text', style: 'annotation', tooltip: null, ...text },
      encoding: { ...at, ...start, text: { value: label } },
    },
  ];
}
