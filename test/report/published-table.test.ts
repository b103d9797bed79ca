import { expect } from 'chai';
import { comparePublished, type PublishedColumn, renderPublished } from '../../sim/report/index.js';

const COUNT: PublishedColumn = { name: 'ops', title: 'operations', unit: 'OP', decimals: 0, counted: true };
const TIME: PublishedColumn = { name: 'microseconds', title: 'time', unit: 'us', decimals: 1 };
const CALL: PublishedColumn = {
  name: 'call',
  title: 'host call',
  unit: 'us',
  decimals: 1,
  bound: 'upper',
  group: 'calls',
};
const RATE: PublishedColumn = {
  name: 'rate',
  title: 'rate',
  unit: 'GOPS',
  decimals: 1,
  bound: 'lower',
  group: 'calls',
};
const COLUMNS = [COUNT, TIME, CALL, RATE];

function table(rows: Parameters<typeof comparePublished>[3], notes?: readonly string[]) {
  return comparePublished('example', 'a document', COLUMNS, rows, notes);
}

describe('comparePublished', () => {
  it('has counts and bounds in no error figure', () => {
    const { summary, rows } = table([
      {
        name: 'a',
        measured: { ops: 10, microseconds: 100, call: 1000, rate: 1 },
        model: { ops: 20, microseconds: 101, call: 10, rate: 9 },
      },
      { name: 'b', measured: { microseconds: 200 }, model: { microseconds: 194 } },
    ]);
    expect(summary).to.deep.equal({ mapePercent: 2, totalErrorPercent: -5 / 3, maxErrorPercent: 3 });
    expect(rows[0].errorPercent).to.deep.equal({ ops: 100, microseconds: 1, call: null, rate: null });
  });

  it('has no error figures where nothing is predicted', () => {
    const { summary } = table([{ name: 'a', measured: { ops: 10, call: 1000 }, model: { ops: 10, call: 10 } }]);
    expect(summary).to.deep.equal({ mapePercent: null, totalErrorPercent: null, maxErrorPercent: null });
  });

  it('says which columns are counts and which are bounds', () => {
    expect(table([]).columns).to.deep.equal([
      { name: 'ops', unit: 'OP', counted: true },
      { name: 'microseconds', unit: 'us' },
      { name: 'call', unit: 'us', bound: 'upper' },
      { name: 'rate', unit: 'GOPS', bound: 'lower' },
    ]);
  });
});

describe('the bounds of a published table', () => {
  it('are kept on the right side of a measured figure alone', () => {
    const { bounds } = table([
      { name: 'kept', measured: { call: 10, rate: 1 }, model: { call: 9.9, rate: 1.1 } },
      { name: 'broken', measured: { call: 10, rate: 1 }, model: { call: 10.1, rate: 0.9 } },
      { name: 'met', measured: { call: 10, rate: 1 }, model: { call: 10, rate: 1 } },
      { name: 'unknown', measured: { call: 10 }, model: { rate: 1 } },
    ]);
    expect(bounds.map(({ row, column, kept }) => [row, column, kept])).to.deep.equal([
      ['kept', 'call', true],
      ['kept', 'rate', true],
      ['broken', 'call', false],
      ['broken', 'rate', false],
      ['met', 'call', false],
      ['met', 'rate', false],
    ]);
  });
});

describe('renderPublished', () => {
  it('shows each group as a table of the rows that have figures there', () => {
    const text = renderPublished(
      table(
        [
          { name: 'layer', measured: { ops: 10 }, model: { ops: 10, microseconds: 5 } },
          { name: 'call', measured: { call: 1000, rate: 1 }, model: { call: 10, rate: 9 } },
        ],
        ['note: something'],
      ),
      COLUMNS,
    );
    const [layers, calls] = text.split('┌').slice(1);
    expect(layers)
      .to.match(/layer +│ both +│ +10 │ +5\.0 │/)
      .and.not.to.include('call');
    expect(calls)
      .to.match(/model is +│ +below │ +above │/)
      .and.not.to.include('layer');
    expect(text.split('\n').slice(-4)).to.deep.equal([
      'source: a document',
      'errors: none, as nothing that is measured has a prediction to agree with',
      'bounds: 2 of 2 kept; what is measured there includes more than the model: no agreement',
      'note: something',
    ]);
  });

  it('shows errors, and one side alone where the other has nothing', () => {
    const text = renderPublished(
      table([
        { name: 'a', measured: { microseconds: 100 }, model: { microseconds: 101 } },
        { name: 'b', measured: { microseconds: 200 }, model: {} },
        { name: 'c', measured: {}, model: { microseconds: 300 } },
      ]),
      COLUMNS,
    );
    const sides = [...text.matchAll(/│ ([abc]?) +│ (measured|model|error|both) +│ +- │ +([\d.]+) │/g)];
    expect(sides.map(([, ...cells]) => cells.join(' '))).to.deep.equal([
      'a measured 100.0',
      ' model 101.0',
      'b measured 200.0',
      'c model 300.0',
    ]);
    expect(text).to.match(/error +│ +│ +\+1\.00 % │/);
    expect(text).to.include('sum of the column time +1.00 %');
  });
});
