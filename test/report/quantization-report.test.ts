import { expect } from 'chai';
import { chartRecords, renderQuantization } from '../../sim/report/index.js';
import { quantizationExample } from '../helpers/quantization-record.js';

describe('accuracy against bits', () => {
  it('is a table with the loss against float, and names the worst layers', () => {
    const text = renderQuantization(quantizationExample());
    expect(text).to.include('vgg16, scheme minmax, 1 000 images:');
    expect(text).to.match(/│ +- │ +- │ +- │ +860 │ +86\.00 │ +0\.00 │/);
    expect(text).to.match(/│ +4 │ +- │ +- │ +400 │ +40\.00 │ +-46\.00 │/);
    expect(text).to.match(/where each alone is quantized\): conv1_1 12\.3 dB, norm1_1 no noise$/);
  });

  it('is a chart with a point for each row and a line at float', () => {
    const [{ charts }] = chartRecords([quantizationExample()], []).records;
    expect(charts.map(({ name }) => name)).to.deep.equal(['accuracy']);
    const { data } = charts[0].spec as { data: { values: { series: string; bits: number; accuracy: number }[] } };
    expect(data.values.map(({ series, bits, accuracy }) => `${series} ${bits} ${accuracy}`)).to.deep.equal([
      'weights 8 80',
      'activations 8 80',
      'weights 4 40',
      'activations 4 40',
      'weights 2 20',
      'activations 2 20',
    ]);
    expect(JSON.stringify(charts[0].spec)).to.include('"datum":86');
  });

  it('is no chart where the bits do not vary', () => {
    const { rows, ...rest } = quantizationExample();
    const [{ charts }] = chartRecords([{ ...rest, rows: rows.slice(0, 1) }], []).records;
    expect(charts).to.deep.equal([]);
  });
});
