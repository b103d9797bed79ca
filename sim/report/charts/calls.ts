import type { RunRecord } from '../records/run-record.js';
import { causeStrips } from './cause-strips.js';
import { type Chart, chart } from './chart.js';
import { runSubject } from './subject.js';

/** When the host has each layer computed, of a machine that computes them one after the other; else undefined. */
export function callsChart(run: RunRecord): Chart | undefined {
  const { layers, cycles, images } = run;
  const sum = layers.reduce((total, layer) => total + layer.cycles, 0);
  if (layers.length < 2 || sum !== cycles) return undefined;
  let from = 0;
  const spans = layers.map(({ cycles: length, causes }, strip) => {
    const span = { strip, from, to: from + length, causes };
    from += length;
    return span;
  });
  const names = layers.map(({ name }) => name);
  const { rows, body } = causeStrips(
    names,
    spans.filter(({ to, from }) => to > from),
  );
  return chart(
    {
      name: 'calls',
      subject: runSubject(run),
      title: 'Layers over time, one after the other',
      description: `When each layer computes ${images === 1 ? 'the image' : `all ${images} images`}, one layer after the other; the colours are as high as the share of each cause in the layer.`,
    },
    rows,
    body,
  );
}
