import type { TableRecord } from '../records/table-record.js';
import { type Chart, chart } from './chart.js';

const ROW_PIXELS = 36;

/**
 * Measured figures that hold more than what is modelled, beside the model's, of the first such column; undefined for a table
 * without one. Further columns are rates of the same times.
 */
export function boundsChart({ table, columns, rows }: TableRecord): Chart | undefined {
  const column = columns.find(({ bound }) => bound !== undefined);
  if (column === undefined) return undefined;
  const { name, unit } = column;
  const pairs = rows.flatMap(({ name: row, measured, model }) => {
    const [a, b] = [measured[name] ?? 0, model[name] ?? 0];
    return a > 0 && b > 0 ? [{ row, measured: a, model: b, times: a / b }] : [];
  });
  if (pairs.length === 0) return undefined;
  const sides = pairs.flatMap(({ row, measured, model, times }) => [
    { row, side: 'measured', value: measured, times },
    { row, side: 'model', value: model, times },
  ]);
  const y = {
    field: 'row',
    type: 'ordinal',
    sort: null,
    axis: { title: null, ticks: false, labelExpr: "split(datum.label, ', ')", labelLimit: 160, labelOffset: -6 },
  };
  const scale = { type: 'log', nice: true };
  return chart(
    {
      name: 'bounds',
      subject: `table ${table}`,
      title: 'What was measured around the model',
      description: `What is measured here includes software around the hardware, so that it only bounds the model. Axis: ${unit}, logarithmic.`,
    },
    sides,
    {
      height: pairs.length * ROW_PIXELS,
      layer: [
        {
          data: { values: pairs },
          mark: { type: 'rule', style: 'arrow' },
          encoding: { y, x: { field: 'model', type: 'quantitative', scale }, x2: { field: 'measured' } },
        },
        {
          mark: { type: 'point', filled: true, size: 90, opacity: 1 },
          encoding: {
            y,
            x: {
              field: 'value',
              type: 'quantitative',
              scale,
              axis: { title: unit, format: '~s', tickCount: 4, grid: false },
            },
            color: {
              field: 'side',
              type: 'nominal',
              scale: { domain: ['model', 'measured'], range: ['#3d85c6', '#e5a32b'] },
              legend: { orient: 'bottom', title: null },
            },
            tooltip: [
              { field: 'row', title: 'row' },
              { field: 'side', title: 'side' },
              { field: 'value', type: 'quantitative', title: unit, format: ',.2f' },
              { field: 'times', type: 'quantitative', title: 'measured / model', format: '.2f' },
            ],
          },
        },
      ],
    },
  );
}
