import { expect } from 'chai';
import fc from 'fast-check';
import { z } from 'zod';
import { parseJson } from '../../../sim/core/input/json.js';
import { expectOnlyInputErrors, inputErrorOf } from '../../helpers/input-error.js';
import { mutated } from '../../helpers/mutated.js';

const schema = z.strictObject({ name: z.string(), counts: z.array(z.int()) });
const problemOf = (text: string) => inputErrorOf(() => parseJson(text, 'f.json', schema));

describe('parseJson', () => {
  it('reads what JSON.stringify writes', () => {
    const record = fc.record({ name: fc.string({ unit: 'binary' }), counts: fc.array(fc.integer()) });
    fc.assert(
      fc.property(record, (value) => {
        expect(parseJson(JSON.stringify(value), 'f.json', schema)).to.deep.equal(value);
      }),
    );
  });

  it('names line and column of what is wrong', () => {
    expect(problemOf('{ "name": "a",\n  "counts": [1, 2.5] }')).to.match(/^f\.json:2:17: counts\.1: found 2\.5/);
    expect(problemOf('{ "name": "a", "count": [] }')).to.equal(
      'f.json:1:16: unknown key count, allowed: name, counts (did you mean counts?)',
    );
    expect(problemOf('{ "name": "a",')).to.match(/^f\.json:1:1\d: not valid/);
    expect(problemOf('')).to.equal('f.json:1:1: found nothing, expected a mapping');
  });

  it('says without a place what is wrong with a text that is too long to search', () => {
    const long = JSON.stringify('x'.repeat(2 ** 22));
    expect(problemOf(`{ "name": ${long}, "counts": 3 }`)).to.equal('f.json: counts: found 3, expected a list');
    expect(problemOf(`{ "name": ${long}`)).to.equal('f.json: not valid JSON');
    expect(problemOf(' '.repeat(2 ** 25 + 1))).to.match(/^f\.json: 33554433 characters, allowed: at most/);
  });

  it('of damaged text throws nothing but one line', () => {
    const valid = new TextEncoder().encode(JSON.stringify({ name: 'a', counts: [1, 2, 3] }, null, 2));
    fc.assert(
      fc.property(mutated(valid), (bytes) => {
        expectOnlyInputErrors(() => parseJson(new TextDecoder().decode(bytes), 'f.json', schema));
      }),
    );
  });
});
