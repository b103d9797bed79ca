import { expect } from 'chai';
import { mnistTestImages, mnistTestLabels } from '../../../sim/nn/data/mnist.js';

describe('MNIST', () => {
  it('has 10 000 test pictures of 28 x 28 pixels', () => {
    expect(mnistTestImages().shape).to.deep.equal([10_000, 28, 28]);
  });

  it('has a label for each of them, from 0 to 9', () => {
    const labels = mnistTestLabels();
    expect([...labels.subarray(0, 5)]).to.deep.equal([7, 2, 1, 0, 4]);
    expect(labels).to.have.length(10_000);
    expect(Math.max(...labels)).to.equal(9);
  });
});
