import type { RunRecord } from '../records/run-record.js';
import { type Chart, chart } from './chart.js';
import { runSubject } from './subject.js';

/** Throughput by host threads, with the number from which on more gain nothing; undefined where that was not asked for. */
export function threadsChart(run: RunRecord): Chart | undefined {
  const { threadCurve } = run;
  if (threadCurve === undefined) return undefined;
  const { points, saturationThreads, sentence } = threadCurve;
  const x = { field: 'threads', type: 'quantitative', title: 'host threads', axis: { tickMinStep: 1, grid: false } };
  const y = { field: 'imagesPerSecond', type: 'quantitative', title: 'images/s' };
  const curve = {
    mark: { type: 'line', point: true, color: '#3d85c6', tooltip: true },
    encoding: { x, y },
  };
  const saturation = {
    data: { values: [{ threads: saturationThreads }] },
    mark: { type: 'rule', style: 'marker', tooltip: 'from here on more threads gain nothing' },
    encoding: { x: { field: 'threads', type: 'quantitative' } },
  };
  return chart(
    {
      name: 'threads',
      subject: runSubject(run),
      title: 'Throughput by host threads',
      description: `Images a second with 1 to ${points.length} threads of the application. The dashed line is where it is saturated: ${sentence}.`,
    },
    points,
    { height: 220, layer: [curve, saturation] },
  );
}
