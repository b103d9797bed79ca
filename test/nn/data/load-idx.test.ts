import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { writeIdx } from '../../../sim/nn/data/idx.js';
import { loadIdx } from '../../../sim/nn/data/load-idx.js';
import { inputErrorOf } from '../../helpers/input-error.js';
import { inTemporaryFolder } from '../../helpers/temporary-folder.js';

const labels = { shape: [3], data: Uint8Array.of(7, 8, 9) };

describe('loadIdx', () => {
  it('reads plain and gzipped files, whatever their names are', () =>
    inTemporaryFolder((folder) => {
      const file = join(folder, 'labels');
      for (const bytes of [writeIdx(labels), gzipSync(writeIdx(labels))]) {
        writeFileSync(file, bytes);
        expect(loadIdx(file, 1)).to.deep.equal(labels);
      }
    }));

  it('refuses damaged gzip data', () =>
    inTemporaryFolder((folder) => {
      const file = join(folder, 'labels.gz');
      const zipped = gzipSync(writeIdx(labels));
      writeFileSync(file, zipped.subarray(0, -9));
      expect(inputErrorOf(() => loadIdx(file))).to.equal(`${file}: damaged gzip data: unexpected end of file`);
      writeFileSync(file, zipped.fill(0xff, 3));
      expect(inputErrorOf(() => loadIdx(file))).to.match(/: damaged gzip data: unknown header flags set$/);
    }));
});
