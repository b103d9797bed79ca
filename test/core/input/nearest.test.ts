import { expect } from 'chai';
import { allowedNames } from '../../../sim/core/input/nearest.js';

describe('allowedNames', () => {
  it('asks about the nearest choice', () => {
    expect(allowedNames('SMID', ['pe', 'simd'])).to.equal('allowed: pe, simd (did you mean simd?)');
  });

  it('takes two swapped letters for one slip', () => {
    expect(allowedNames('lcf', ['cnv', 'lfc'])).to.equal('allowed: cnv, lfc (did you mean lfc?)');
    expect(allowedNames('lcx', ['cnv', 'lfc'])).to.equal('allowed: cnv, lfc');
  });

  it('asks nothing where no choice is near, or there is only one', () => {
    expect(allowedNames('x', ['pe', 'simd'])).to.equal('allowed: pe, simd');
    expect(allowedNames('smid', ['simd'])).to.equal('allowed: simd');
  });
});
