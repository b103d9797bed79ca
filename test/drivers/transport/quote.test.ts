import { execFileSync } from 'node:child_process';
import { expect } from 'chai';
import fc from 'fast-check';
import { quoteWords } from '../../../sim/drivers/transport/quote.js';

describe('quoteWords', () => {
  it('gives a shell every word as it is', () => {
    const word = fc.string({
      unit: fc.constantFrom('a', ' ', "'", '"', '\\', '$', '`', ';', '&', '|', '\n', '*', '(', '~', '!', 'ü'),
    });
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), (words) => {
        const printed = execFileSync('sh', ['-c', `printf '%s\\0' ${quoteWords(words)}`], { encoding: 'utf8' });
        expect(printed.split('\0').slice(0, -1)).to.deep.equal(words);
      }),
      { numRuns: 50 },
    );
  });
});
