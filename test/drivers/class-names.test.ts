import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { withClassNames } from '../../sim/drivers/class-names.js';
import { loadNamedNetwork } from '../../sim/nn/catalog.js';
import { inputErrorOf } from '../helpers/input-error.js';
import { inTemporaryFolder } from '../helpers/temporary-folder.js';

const DIGITS = Array.from({ length: 10 }, (_, digit) => `digit ${digit}`);

describe('names of classes', () => {
  it('are the lines of a file, without the background that TensorFlow counts', async () => {
    await inTemporaryFolder((folder) => {
      const file = join(folder, 'names.txt');
      const lfc = loadNamedNetwork('lfc-w1a1');
      const write = (lines: readonly string[]) => writeFileSync(file, `${lines.join('\n')}\n`);
      write(DIGITS);
      expect(withClassNames(lfc, file).classes).to.deep.equal(DIGITS);
      write(['background', ...DIGITS]);
      expect(withClassNames(lfc, file).classes).to.deep.equal(DIGITS);
      write(['background', ...DIGITS.slice(1)]);
      expect(withClassNames(lfc, file).classes[0]).to.equal('background');
      write(['none', ...DIGITS]);
      const refused = (problem: string) =>
        expect(inputErrorOf(() => withClassNames(lfc, file)).replace(folder, '')).to.equal(problem);
      refused('/names.txt: 11 names of classes, lfc-w1a1 tells 10 apart');
      write([...DIGITS.slice(0, 4), '', ...DIGITS.slice(5)]);
      refused('/names.txt:5: an empty line, allowed: a name on each');
    });
  });
});
