import type { RunRecord } from '../records/run-record.js';
import type { Trace } from '../trace.js';
import { type Chart, type ChartName, chart } from './chart.js';
import { publishedCall } from './published.js';
import { runSubject } from './subject.js';

/** The three quantities of the DoReFaNet document. */
const QUANTITIES = {
  'platform-time': { field: 'seconds', title: 'Execution time', unit: 's' },
  'platform-operations': { field: 'mops', title: 'Operations', unit: 'MOP' },
  'platform-rate': { field: 'mopsPerSecond', title: 'Performance', unit: 'MOP/s' },
} as const satisfies Partial<Record<ChartName, object>>;

const BAR_PIXELS = 34;

/**
 * Time, operations or rate of the layers in software, of the host's call, and of the fabric alone, as the DoReFaNet document
 * plots them; undefined where nothing of that is published for the network and the board.
 */
export function platformChart(
  name: keyof typeof QUANTITIES,
  run: RunRecord,
  traces: readonly Trace[],
): Chart | undefined {
  const published = publishedCall(run, traces);
  if (published === undefined) return undefined;
  const { call, softwareMicroseconds, softwareMops, callMicroseconds } = published;
  const { field, title, unit } = QUANTITIES[name];
  const mops = run.ops / 1e6;
  const rows = [
    barOf('SW, measured', softwareMicroseconds, (softwareMops * softwareMicroseconds) / 1e6),
    barOf('HW call, measured', callMicroseconds, mops),
    barOf('HW, simulated', run.microsecondsPerImage, mops),
  ];
  return chart(
    {
      name,
      subject: runSubject(run),
      title: `${title} in software and hardware`,
      description: `Of one image, in ${unit}. SW: the layers before and behind on the ARM cores, published (${call}). HW call: published, with the copies of the host. HW: the fabric alone.`,
    },
    rows,
    {
      height: rows.length * BAR_PIXELS,
      encoding: {
        y: {
          field: 'platform',
          type: 'nominal',
          sort: null,
          axis: { title: null, ticks: false, domain: false, labelLimit: 150 },
        },
        x: {
          field,
          type: 'quantitative',
          scale: { domainMax: 1.35 * Math.max(...rows.map((row) => row[field])), nice: false },
          axis: { title: unit, tickCount: { expr: 'width > 420 ? 6 : 3' }, format: ',~r' },
        },
        tooltip: [
          { field: 'platform', title: 'platform' },
          { field: 'seconds', type: 'quantitative', title: 'time, s', format: ',.6~f' },
          { field: 'mops', type: 'quantitative', title: 'operations, MOP', format: ',.1f' },
          { field: 'mopsPerSecond', type: 'quantitative', title: 'rate, MOP/s', format: ',.1f' },
        ],
      },
      layer: [
        {
          mark: { type: 'bar', height: { band: 0.62 } },
          encoding: {
            color: {
              field: 'platform',
              type: 'nominal',
              scale: { domain: rows.map(({ platform }) => platform), range: ['#e5a32b', '#8e6bbf', '#3d85c6'] },
              legend: null,
            },
          },
        },
        {
          mark: { type: 'text', align: 'left', dx: 5, style: 'annotation' },
          encoding: { text: { field, type: 'quantitative', format: ',.4~r' } },
        },
      ],
    },
  );
}

function barOf(platform: string, microseconds: number, mops: number) {
  const seconds = microseconds / 1e6;
  return { platform, seconds, mops, mopsPerSecond: mops / seconds };
}
