import type { QuantizationRecord } from '../../sim/report/records/quantization-record.js';

/** A made-up result, in the form that `quantize --json` writes: fewer bits are worse. */
export function quantizationExample(): QuantizationRecord {
  const bits = { weights: null, inputs: null, activations: null };
  const row = (series: 'weights' | 'activations', n: number) => {
    return { series, ...bits, [series]: n, correct: 800 - 100 * (8 - n), total: 1000 };
  };
  return {
    schema: 'qcycle.quantization/1',
    network: 'vgg16',
    scheme: 'minmax',
    float: { correct: 860, total: 1000 },
    rows: [8, 4, 2].flatMap((n) => [row('weights', n), row('activations', n)]),
    worstLayers: [
      { layer: 'conv1_1', signalToNoiseDb: 12.25 },
      { layer: 'norm1_1', signalToNoiseDb: null },
    ],
  };
}
