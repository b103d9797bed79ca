import { formatNumber } from '../numbers.js';
import type { RunRecord } from '../records/run-record.js';
import { causeStrips } from './cause-strips.js';
import { type Chart, chart } from './chart.js';
import { runSubject } from './subject.js';

/** What every hardware block does while the first images pass; undefined for a run without a profile. */
export function timelineChart(run: RunRecord): Chart | undefined {
  const { profile } = run;
  if (profile === undefined) return undefined;
  const { blocks, cycles, cyclesPerStep, images } = profile;
  const spans = blocks.flatMap(({ causes }, strip) => {
    const steps = Math.max(0, ...Object.values(causes).map(({ length }) => length));
    return Array.from({ length: steps }, (_, step) => ({
      strip,
      from: step * cyclesPerStep,
      to: Math.min(cycles, (step + 1) * cyclesPerStep),
      causes: Object.fromEntries(Object.entries(causes).map(([cause, ofStep]) => [cause, ofStep[step] ?? 0])),
    }));
  });
  const names = blocks.map(({ name }) => name);
  const firstResult = {
    data: { values: [{ from: run.firstImageCycles }] },
    mark: { type: 'rule', style: 'marker', tooltip: 'the result of the first image is in memory' },
    encoding: { x: { field: 'from', type: 'quantitative' }, x2: null, y: null, y2: null },
  };
  const { rows, body } = causeStrips(names, spans, [firstResult]);
  return chart(
    {
      name: 'timeline',
      subject: runSubject(run),
      title: `Timeline of the first ${images === 1 ? 'image' : `${images} images`}`,
      description: `What every hardware block does from cycle 0 to ${formatNumber(cycles)}, in steps of ${formatNumber(cyclesPerStep)}: the colours of a step are as high as the share of each cause. The dashed line is the cycle in which the result of the first image is in memory.`,
    },
    rows,
    body,
  );
}
