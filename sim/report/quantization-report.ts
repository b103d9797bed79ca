import { formatNumber } from './numbers.js';
import type { QuantizationRecord } from './records/quantization-record.js';
import { type Column, renderTable } from './table.js';

type Row = QuantizationRecord['rows'][number];

/** Accuracy against bits for people. */
export function renderQuantization(record: QuantizationRecord): string {
  const { network, scheme, float, rows } = record;
  const percent = ({ correct, total }: QuantizationRecord['float']) => (100 * correct) / total;
  const bits = (n: number | null) => (n === null ? '-' : String(n));
  const columns: Column<Row>[] = [
    { name: 'weights', unit: 'bits', cell: ({ weights }) => bits(weights) },
    { name: 'inputs', unit: 'bits', cell: ({ inputs }) => bits(inputs) },
    { name: 'activations', unit: 'bits', cell: ({ activations }) => bits(activations) },
    { name: 'correct', unit: 'images', cell: ({ correct }) => formatNumber(correct) },
    { name: 'accuracy', unit: '%', cell: (row) => percent(row).toFixed(2) },
    { name: 'against float', unit: 'points', cell: (row) => signed(percent(row) - percent(float)) },
  ];
  const first = { series: 'float', weights: null, inputs: null, activations: null, ...float };
  return [
    `${network}, scheme ${scheme}, ${formatNumber(float.total)} images:`,
    renderTable(columns, [first, ...rows]),
    ...worstLine(record),
  ].join('\n');
}

function worstLine({ scheme, worstLayers }: QuantizationRecord): string[] {
  if (worstLayers.length === 0) return [];
  const named = worstLayers.map(
    ({ layer, signalToNoiseDb: ratio }) => `${layer} ${ratio === null ? 'no noise' : `${ratio.toFixed(1)} dB`}`,
  );
  const alone = "the network's outputs where each alone is quantized";
  const what = scheme === 'minmax' ? alone : 'their outputs, all before them quantized';
  return [`worst layers (signal to noise of ${what}): ${named.join(', ')}`];
}

function signed(points: number): string {
  const text = points.toFixed(2);
  return points > 0 ? `+${text}` : text === '-0.00' ? '0.00' : text;
}
