import type { RunRecord } from '../records/run-record.js';
import { type Chart, chart } from './chart.js';
import { textList } from './expression.js';
import { runSubject } from './subject.js';

const BAR_PIXELS = 26;
/** Images that a page still shows well. */
const MAX_IMAGES = 8;

/** The most probable classes of each of the first images; undefined for a run that names none. */
export function topClassesChart(run: RunRecord): Chart | undefined {
  const images = (run.topClasses ?? []).slice(0, MAX_IMAGES);
  const rows = images.flatMap((classes, image) =>
    classes.map(({ label, probability }, rank) => ({
      key: `${image} ${rank}`,
      image: image + 1,
      class: `${images.length > 1 ? `${image + 1}: ` : ''}${label.split(',')[0]}`,
      label,
      probability,
    })),
  );
  if (rows.length === 0) return undefined;
  const names = rows.map((row) => row.class);
  return chart(
    {
      name: 'top-classes',
      subject: runSubject(run),
      title: 'Most probable classes',
      description: `Probabilities after the softmax${images.length > 1 ? ', for each image the most probable classes, behind its number' : ''}.`,
    },
    rows,
    {
      height: rows.length * BAR_PIXELS,
      encoding: {
        y: {
          field: 'key',
          type: 'ordinal',
          sort: null,
          axis: {
            title: null,
            ticks: false,
            domain: false,
            labelExpr: `${textList(names)}[indexof(${textList(rows.map(({ key }) => key))}, datum.value)]`,
            labelLimit: 140,
          },
        },
        x: {
          field: 'probability',
          type: 'quantitative',
          scale: { domain: [0, 1.12] },
          axis: { title: 'probability', format: '.0%', values: [0, 0.25, 0.5, 0.75, 1] },
        },
        tooltip: [
          { field: 'image', title: 'image' },
          { field: 'label', title: 'class' },
          { field: 'probability', type: 'quantitative', title: 'probability', format: '.2%' },
        ],
      },
      layer: [
        { mark: { type: 'bar', height: { band: 0.62 }, color: '#3da58c' } },
        {
          mark: { type: 'text', align: 'left', dx: 5, style: 'annotation' },
          encoding: { text: { field: 'probability', type: 'quantitative', format: '.2%' } },
        },
      ],
    },
  );
}
