import type { QuantizationRecord } from '../records/quantization-record.js';
import { type Chart, chart } from './chart.js';

type Row = QuantizationRecord['rows'][number];

const HEIGHT_PIXELS = 300;

/** Accuracy over bits, a line for each thing that is quantized; undefined where no number of bits is varied. */
export function accuracyChart({ network, float, rows }: QuantizationRecord): Chart | undefined {
  const floatPercent = (100 * float.correct) / float.total;
  const points = rows.map((row) => ({
    series: row.series,
    bits: bitsOf(row, rows),
    accuracy: (100 * row.correct) / row.total,
    loss: (100 * row.correct) / row.total - floatPercent,
  }));
  if (new Set(points.map(({ bits }) => bits)).size < 2) return undefined;
  return chart(
    {
      name: 'accuracy',
      subject: network,
      title: 'Accuracy over bits',
      description: `The share of ${float.total} images that the network classifies correctly, where weights, inputs or activations have so many bits; the dashed line is the network of real numbers, ${floatPercent.toFixed(2)} %.`,
    },
    points,
    {
      height: HEIGHT_PIXELS,
      layer: [
        {
          data: { values: [{}] },
          mark: { type: 'rule', style: 'marker' },
          encoding: { y: { datum: floatPercent, type: 'quantitative' } },
        },
        {
          mark: { type: 'line', point: true },
          encoding: {
            x: {
              field: 'bits',
              type: 'ordinal',
              sort: 'ascending',
              axis: { title: 'bits', labelAngle: 0 },
            },
            y: {
              field: 'accuracy',
              type: 'quantitative',
              scale: { domain: [0, 100] },
              axis: { title: 'accuracy, %' },
            },
            color: { field: 'series', type: 'nominal', legend: { orient: 'bottom', title: null } },
            tooltip: [
              { field: 'series', title: 'quantized' },
              { field: 'bits', title: 'bits' },
              { field: 'accuracy', type: 'quantitative', title: 'accuracy, %', format: '.2f' },
              { field: 'loss', type: 'quantitative', title: 'against float, points', format: '+.2f' },
            ],
          },
        },
      ],
    },
  );
}

const KINDS = ['weights', 'inputs', 'activations'] as const;

/** Bits of what is varied within a row's series; the least of several, and of all where nothing is. */
function bitsOf(row: Row, rows: readonly Row[]): number {
  const ofSeries = rows.filter(({ series }) => series === row.series);
  const varied = KINDS.filter((kind) => ofSeries.some((other) => other[kind] !== row[kind]));
  const bits = (kinds: readonly (typeof KINDS)[number][]) => kinds.flatMap((kind) => row[kind] ?? []);
  return Math.min(...bits(varied.length === 0 ? KINDS : varied));
}
