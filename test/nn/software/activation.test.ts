import { expect } from 'chai';
import fc from 'fast-check';
import { clip, roundHalfToEven, sigmoid, softmax } from '../../../sim/nn/software/activation.js';

describe('an activation', () => {
  it('clips from 0 to a most', () => {
    expect([-1, 0, 0.5, 4, 5].map((value) => clip(value, 4))).to.deep.equal([0, 0, 0.5, 4, 4]);
  });

  it('rounds halves to even', () => {
    expect([0.49, 0.5, 1.5, 2.5, 2.51, 3.5].map(roundHalfToEven)).to.deep.equal([0, 0, 2, 2, 3, 4]);
  });

  it('makes probabilities of scores, however large they are', () => {
    expect([...softmax(Float32Array.of(1000, 1000))]).to.deep.equal([0.5, 0.5]);
    const scores = fc.float32Array({ minLength: 1, maxLength: 9, noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(scores, (given) => {
        const sum = softmax(given).reduce((total, probability) => total + probability, 0);
        expect(sum).to.be.closeTo(1, 1e-12);
      }),
    );
  });

  it('squeezes numbers between 0 and 1', () => {
    expect(sigmoid(0)).to.equal(0.5);
    expect(sigmoid(Math.log(3))).to.be.closeTo(0.75, 1e-15);
    expect([sigmoid(-1e4), sigmoid(1e4)]).to.deep.equal([0, 1]);
  });
});
