import { expect } from 'chai';
import fc from 'fast-check';
import { allowedPositions, commonPosition, shiftsOf } from '../../../sim/nn/quantize/power-of-two-shifts.js';

const position = fc.integer({ min: -20, max: 127 });
const positions = fc.record({ input: position, weights: position, bias: position, output: position });

describe('the fix positions around a layer', () => {
  it('become such that the DPU has the shifts, and stay where it has them', () => {
    fc.assert(
      fc.property(positions, (given) => {
        const allowed = allowedPositions(given);
        const { shift, biasShift } = shiftsOf(allowed);
        expect(shift).to.be.within(0, 16);
        expect(biasShift).to.be.within(shift - 16, 16);
        expect([allowed.input, allowed.output]).to.deep.equal([given.input, given.output]);
        expect(allowedPositions(allowed)).to.deep.equal(allowed);
      }),
    );
  });

  it('are left alone where their shifts are in range', () => {
    const given = { input: 5, weights: 7, bias: 9, output: 4 };
    expect(allowedPositions(given)).to.deep.equal(given);
    expect(shiftsOf(given)).to.deep.equal({ rule: 'powerOfTwo', shift: 8, biasShift: 3, leaky: false });
  });

  it('of zeros, 127, are brought down to what shifts can reach', () => {
    const allowed = allowedPositions({ input: 5, weights: 127, bias: 127, output: 4 });
    expect(allowed).to.deep.equal({ input: 5, weights: 15, bias: 20, output: 4 });
  });

  it('of a concatenation are the coarsest one', () => {
    expect(commonPosition([5, 3, 7])).to.equal(3);
  });
});
