import { expect } from 'chai';
import { foldingProblem } from '../../sim/nn/folding.js';

describe('foldingProblem', () => {
  it('accepts divisors', () => {
    expect(foldingProblem({ pe: 16, simd: 8 }, 64, 1024)).to.equal(undefined);
  });

  const cases: [pe: number, simd: number, problem: string][] = [
    [17, 8, 'PE=17 does not divide MH=64; try 16 or 32'],
    [100, 8, 'PE=100 does not divide MH=64; try 64'],
    [0, 8, 'PE=0 does not divide MH=64; try 1'],
    [-2, 8, 'PE=-2 does not divide MH=64; try 1'],
    [1.5, 8, 'PE=1.5 does not divide MH=64; try 1 or 2'],
    [16, 48, 'SIMD=48 does not divide MW=1024; try 32 or 64'],
  ];
  for (const [pe, simd, problem] of cases) {
    it(`names the nearest choices for PE=${pe}, SIMD=${simd}`, () => {
      expect(foldingProblem({ pe, simd }, 64, 1024)).to.equal(problem);
    });
  }
});
