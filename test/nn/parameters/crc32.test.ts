import { expect } from 'chai';
import { crc32 } from '../../../sim/nn/parameters/crc32.js';

describe('crc32', () => {
  it('has the check value of the catalogue of CRCs', () => {
    expect(crc32(new TextEncoder().encode('123456789'))).to.equal(0xcbf43926);
  });
});
