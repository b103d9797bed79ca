import { formatMicroseconds } from '../numbers.js';
import type { RunRecord } from '../records/run-record.js';
import type { Trace } from '../trace.js';
import { type Chart, chart } from './chart.js';
import { publishedTimes } from './published.js';
import { runSubject } from './subject.js';

const SIDES = [
  { side: 'hardware, simulated', colour: '#3d85c6' },
  { side: 'hardware, measured', colour: '#8e6bbf' },
  { side: 'software, measured', colour: '#e5a32b' },
] as const;
const HEIGHT_PIXELS = 300;

/** Time of an image in hardware and in software, as the LFC document plots it; undefined where no software time is published. */
export function hardwareSoftwareChart(runs: readonly RunRecord[], traces: readonly Trace[]): Chart | undefined {
  const rows = runs.flatMap((run, index) => {
    const published = publishedTimes(run, traces);
    if (published === undefined) return [];
    const times = [run.microsecondsPerImage, published.hardware, published.software];
    const before = runs.slice(0, index).filter((other) => runSubject(other) === runSubject(run)).length;
    const network = before === 0 ? runSubject(run) : `${runSubject(run)} on run ${before + 1}`;
    return SIDES.flatMap(({ side }, index) => {
      const microseconds = times[index];
      return microseconds === undefined
        ? []
        : [{ network, side, microseconds, label: formatMicroseconds(microseconds) }];
    });
  });
  if (rows.length === 0) return undefined;
  const powers = rows.map(({ microseconds }) => Math.log10(microseconds));
  const domain = [10 ** Math.floor(Math.min(...powers) - 0.1), 10 ** Math.ceil(Math.max(...powers) + 0.1)];
  const sides = SIDES.filter(({ side }) => rows.some((row) => row.side === side));
  const names = sides.map(({ side }) => side);
  return chart(
    {
      name: 'hardware-software',
      subject: 'all runs',
      title: 'Hardware against software',
      description:
        'Time of one image in the simulated hardware, on the board where that was published, and in software on its ARM cores, which is only published, not modelled. Axis: microseconds, logarithmic.',
    },
    rows,
    {
      height: HEIGHT_PIXELS,
      encoding: {
        x: {
          field: 'network',
          type: 'nominal',
          sort: null,
          axis: { title: null, labelAngle: 0, labelExpr: "split(datum.label, ' on ')" },
        },
        xOffset: { field: 'side', sort: names },
        y: {
          field: 'microseconds',
          type: 'quantitative',
          scale: { type: 'log', domain, nice: false },
          axis: { title: 'us per image', format: '~s', tickCount: 6 },
        },
        tooltip: [
          { field: 'network', title: 'network' },
          { field: 'side', title: 'side' },
          { field: 'microseconds', type: 'quantitative', title: 'us per image', format: ',.2f' },
        ],
      },
      layer: [
        {
          mark: { type: 'bar' },
          encoding: {
            y2: { datum: domain[0] },
            color: {
              field: 'side',
              type: 'nominal',
              scale: { domain: names, range: sides.map(({ colour }) => colour) },
              legend: { orient: 'bottom', title: null, columns: { expr: 'width > 420 ? 3 : 1' } },
            },
          },
        },
        {
          mark: { type: 'text', dy: -6, fontSize: 10, style: 'annotation' },
          encoding: { text: { field: 'label' } },
        },
      ],
    },
  );
}
