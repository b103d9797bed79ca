import type { RunRecord } from '../records/run-record.js';
import { type Chart, chart } from './chart.js';
import { STRIP_FILL, strips } from './strips.js';
import { runSubject } from './subject.js';

interface Span {
  readonly of: string;
  readonly from: number;
  to: number;
  readonly mean: number;
  readonly most: number;
  readonly depth: number;
  readonly bottom: number;
}

/** How full every stream is while the first images pass; undefined for a run without a profile. */
export function occupancyChart(run: RunRecord): Chart | undefined {
  const { profile } = run;
  if (profile === undefined) return undefined;
  const { streams, cycles, cyclesPerStep } = profile;
  const rows = streams.flatMap(({ name, depth, meanWords, maxWords }, strip) => {
    const spans: Span[] = [];
    meanWords.forEach((mean, step) => {
      const most = maxWords[step] ?? mean;
      const to = Math.min(cycles, (step + 1) * cyclesPerStep);
      const last = spans.at(-1);
      if (last?.mean === mean && last.most === most) last.to = to;
      else spans.push({ of: name, from: step * cyclesPerStep, to, mean, most, depth, bottom: strip + STRIP_FILL });
    });
    return spans.map((span) => ({
      ...span,
      top: height(span, span.mean),
      mostTop: height(span, span.most),
      full: span.most >= depth ? 'full at times' : 'never full in the step',
    }));
  });
  const tooltip = [
    { field: 'of', title: 'stream' },
    { field: 'mean', type: 'quantitative', title: 'mean, words', format: ',.1f' },
    { field: 'most', type: 'quantitative', title: 'most, words', format: ',' },
    { field: 'depth', type: 'quantitative', title: 'depth, words', format: ',' },
    { field: 'from', type: 'quantitative', title: 'from cycle', format: ',' },
    { field: 'to', type: 'quantitative', title: 'to cycle', format: ',' },
  ];
  const color = {
    field: 'full',
    type: 'nominal',
    scale: { domain: ['never full in the step', 'full at times'], range: ['#3da58c', '#d1495b'] },
    legend: { orient: 'bottom', title: null, symbolOpacity: 1 },
  };
  const shape = { type: 'rect', strokeWidth: 0 };
  return chart(
    {
      name: 'occupancy',
      subject: runSubject(run),
      title: 'Occupancy of the streams over time',
      description:
        'Words in every stream during the first images, as a share of its depth, which is the height of a strip: solid the mean of a step, pale the most. A stream that is full holds its writer up.',
    },
    rows,
    strips(
      streams.map(({ name, depth }) => `${name} (${depth})`),
      [
        {
          mark: { ...shape, opacity: 0.35 },
          encoding: { y: { field: 'mostTop', type: 'quantitative' }, color, tooltip },
        },
        { mark: shape, encoding: { color, tooltip } },
      ],
    ),
  );
}

/** Upper edge, in strips from the top, of so many words. */
function height({ bottom, depth }: Span, words: number): number {
  return bottom - STRIP_FILL * Math.min(1, depth === 0 ? 0 : words / depth);
}
