import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { readBytes, readText } from '../../../sim/core/input/file.js';
import { inputErrorOf } from '../../helpers/input-error.js';
import { inTemporaryFolder } from '../../helpers/temporary-folder.js';

describe('reading a file', () => {
  it('gives its bytes, or its text without a byte order mark', () =>
    inTemporaryFolder((folder) => {
      const file = join(folder, 'a.txt');
      writeFileSync(file, '\ufeffµs');
      expect(readBytes(file)).to.deep.equal(Uint8Array.of(0xef, 0xbb, 0xbf, 0xc2, 0xb5, 0x73));
      expect(readText(file)).to.equal('µs');
    }));

  it('says what is in the way', () =>
    inTemporaryFolder((folder) => {
      const file = join(folder, 'a.bin');
      writeFileSync(file, Uint8Array.of(0xff));
      mkdirSync(join(folder, 'b'));
      const messages = ['c', 'b', join('a.bin', 'd')].map((name) => inputErrorOf(() => readBytes(join(folder, name))));
      expect(messages).to.deep.equal([
        `${folder}/c: no such file or folder`,
        `${folder}/b: a folder, expected a file`,
        `${folder}/a.bin/d: a part of the path is not a folder`,
      ]);
      expect(inputErrorOf(() => readText(file))).to.equal(`${file}: not UTF-8 text`);
      expect(inputErrorOf(() => readBytes('/dev/zero'))).to.equal('/dev/zero: not a regular file');
      expect(inputErrorOf(() => readBytes('a\0b'))).to.match(/: not a path$/);
    }));
});
