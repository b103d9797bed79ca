import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { writeNpy } from '../../../../sim/nn/data/npy.js';
import { loadArrays } from '../../../../sim/nn/software/parameters/load-arrays.js';
import { inputErrorOf } from '../../../helpers/input-error.js';
import { inTemporaryFolder } from '../../../helpers/temporary-folder.js';
import { pickleOf } from './pickle-of.js';

const WEIGHTS = { shape: [2, 1], data: Float32Array.of(1, -1) };
const BIAS = { shape: [1], data: Float32Array.of(0.5) };

describe('arrays of parameters', () => {
  it('come from a pickled dict, also gzipped', () =>
    inTemporaryFolder((folder) => {
      const bytes = pickleOf({ 'fc0/Wn': WEIGHTS, 'fc0/bn': BIAS });
      for (const [name, content] of Object.entries({ 'a.npy': bytes, 'a.npy.gz': gzipSync(bytes) })) {
        const file = join(folder, name);
        writeFileSync(file, content);
        const { arrays } = loadArrays(file, []);
        expect(Object.fromEntries(arrays)).to.deep.equal({ 'fc0/Wn': WEIGHTS, 'fc0/bn': BIAS });
      }
    }));

  it('come from a folder of .npy files, those that are asked for', () =>
    inTemporaryFolder((folder) => {
      mkdirSync(join(folder, 'x'));
      writeFileSync(join(folder, 'x', 'net-fc0-Wn.npy'), writeNpy(WEIGHTS));
      writeFileSync(join(folder, 'x', 'net-fc0-bn.npy'), 'no array');
      const { arrays, file } = loadArrays(join(folder, 'x'), ['fc0/Wn'], 'net-');
      expect([...arrays]).to.deep.equal([['fc0/Wn', WEIGHTS]]);
      expect(file).to.equal(join(folder, 'x'));
    }));

  it('are refused where a file is missing or compressed with bzip2', () =>
    inTemporaryFolder((folder) => {
      expect(inputErrorOf(() => loadArrays(folder, ['fc0/Wn']))).to.equal(
        `${join(folder, 'fc0-Wn.npy')}: no such file or folder`,
      );
      const file = join(folder, 'a.npy.bz2');
      writeFileSync(file, 'BZh91AY');
      expect(inputErrorOf(() => loadArrays(file, []))).to.equal(
        `${file}: compressed with bzip2, which is not read: unpack it with bunzip2 first`,
      );
    }));
});
