import { formatError, formatNumber } from '../numbers.js';
import type { TableRecord } from '../records/table-record.js';
import { inWords } from '../words.js';
import { type Chart, chart } from './chart.js';

/** Bars that a page still shows well. */
const MAX_BARS = 40;
const BAR_PIXELS = 34;
/** Room beside the longest bar for its label. */
const LABEL_PIXELS = 56;

/** Signed errors of the model's predictions; undefined for a table in which all are equal, or none has both sides. */
export function measuredChart({ table, columns, rows }: TableRecord): Chart | undefined {
  const figures = rows.flatMap(({ name, measured, model, errorPercent }) =>
    columns
      .filter(({ name: column, counted, bound }) => {
        return counted !== true && bound === undefined && (errorPercent[column] ?? null) !== null;
      })
      .map(({ name: column, unit }) => ({
        row: name,
        column: inWords(column),
        figure: `${name}|${inWords(column)}`,
        unit,
        measured: measured[column],
        model: model[column],
        error: errorPercent[column]!,
        label: formatError(errorPercent[column]!),
      })),
  );
  const different = figures.filter(({ error }) => error !== 0);
  if (different.length === 0) return undefined;
  const shown = [...different].sort((a, b) => Math.abs(b.error) - Math.abs(a.error)).slice(0, MAX_BARS);
  const domain = [Math.min(0, ...shown.map(({ error }) => error)), Math.max(0, ...shown.map(({ error }) => error))];
  const equal = figures.length - different.length;
  const left = different.length - shown.length;
  const label = (filter: string, mark: object) => ({
    transform: [{ filter }],
    mark: { type: 'text', style: 'annotation', ...mark },
    encoding: { text: { field: 'label' } },
  });
  return chart(
    {
      name: 'measured',
      subject: `table ${table}`,
      title: 'Measured against model',
      description: `How far the model is from each measured figure, in percent of the measured one; below 0 the model is lower.${equal > 0 ? ` Equal, and not shown: ${formatNumber(equal)}.` : ''}${left > 0 ? ` Only the ${MAX_BARS} largest of ${different.length} are shown.` : ''}`,
    },
    shown,
    {
      height: shown.length * BAR_PIXELS,
      encoding: {
        y: {
          field: 'figure',
          type: 'ordinal',
          sort: null,
          axis: {
            title: null,
            ticks: false,
            domain: false,
            labelExpr: "split(datum.label, '|')",
            labelLimit: 150,
            labelOffset: -6,
          },
        },
        x: {
          field: 'error',
          type: 'quantitative',
          scale: { domain, padding: LABEL_PIXELS, nice: false },
          axis: { title: 'error of the model, %', labelFlush: true, tickCount: { expr: 'width > 420 ? 8 : 4' } },
        },
      },
      layer: [
        {
          mark: { type: 'bar', height: { band: 0.55 } },
          encoding: {
            color: {
              condition: { test: 'datum.error < 0', value: '#3d85c6' },
              value: '#e5a32b',
            },
            tooltip: [
              { field: 'row', title: 'row' },
              { field: 'column', title: 'figure' },
              { field: 'measured', type: 'quantitative', title: 'measured', format: ',.10~g' },
              { field: 'model', type: 'quantitative', title: 'model', format: ',.10~g' },
              { field: 'unit', title: 'unit' },
              { field: 'label', title: 'error' },
            ],
          },
        },
        label('datum.error < 0', { align: 'right', dx: -4 }),
        label('datum.error > 0', { align: 'left', dx: 4 }),
      ],
    },
  );
}
