import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { inflateIfGzipped } from '../../../sim/core/input/gzip.js';
import { inputErrorOf } from '../../helpers/input-error.js';

describe('inflateIfGzipped', () => {
  it('leaves everything else as it is', () => {
    const bytes = Uint8Array.of(0x1f);
    expect(inflateIfGzipped(bytes, 'a')).to.equal(bytes);
  });

  it('stops at 512 MiB', () => {
    const member = gzipSync(new Uint8Array(2 ** 26), { level: 1 });
    const bomb = Buffer.concat(Array(9).fill(member));
    expect(inputErrorOf(() => inflateIfGzipped(bomb, 'a.gz'))).to.equal('a.gz: inflates to more than 536870912 bytes');
  });
});
