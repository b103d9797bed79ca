import { expect } from 'chai';
import fc from 'fast-check';
import { parseRecords } from '../../../sim/report/index.js';
import { exploreExample } from '../../helpers/explore-record.js';
import { expectOnlyInputErrors, inputErrorOf } from '../../helpers/input-error.js';
import { mutated } from '../../helpers/mutated.js';
import { quantizationExample } from '../../helpers/quantization-record.js';
import { lfcRecord, tableExample } from '../../helpers/report-records.js';

const problemOf = (text: string) => inputErrorOf(() => parseRecords(text, 'r.json'));

describe('parseRecords', () => {
  it('reads one record or a list of different ones', async () => {
    const records = [await lfcRecord('lfc-w1a1', 3), tableExample(), exploreExample(), quantizationExample()];
    const schemas = (text: string) => parseRecords(text, 'r.json').map(({ schema }) => schema);
    expect(schemas(JSON.stringify(records))).to.deep.equal([
      'qcycle.run/1',
      'qcycle.table/1',
      'qcycle.explore/1',
      'qcycle.quantization/1',
    ]);
    for (const record of records) expect(schemas(JSON.stringify(record))).to.deep.equal([record.schema]);
  });

  it('says which schemas there are', () => {
    expect(problemOf('{ "schema": "qcycle.run/2" }')).to.equal(
      'r.json:1:13: schema: found qcycle.run/2, allowed: qcycle.run/1, qcycle.table/1, qcycle.explore/1, qcycle.quantization/1 (did you mean qcycle.run/1?)',
    );
    expect(problemOf('[{ "schema": "qcycle.pipeline/1" }]')).to.include('allowed: qcycle.run/1');
    expect(problemOf('{}')).to.include('schema: missing, allowed: qcycle.run/1');
    expect(problemOf('[]')).to.equal('r.json:1:1: found a list of 0, allowed: a length of at least 1');
  });

  it('names the place of a figure that cannot be drawn', () => {
    const text = JSON.stringify({ ...exploreExample(), clockMHz: 0 }, null, 2);
    expect(problemOf(text)).to.match(/^r\.json:5:15: clockMHz: found 0, allowed: more than 0$/);
  });

  it('of damaged records throws nothing but one line', () => {
    const valid = new TextEncoder().encode(JSON.stringify([tableExample()]));
    fc.assert(
      fc.property(mutated(valid), (bytes) => {
        expectOnlyInputErrors(() => parseRecords(new TextDecoder().decode(bytes), 'r.json'));
      }),
    );
  });
});
