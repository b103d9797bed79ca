import { expect } from 'chai';
import { Gap8Fit, meanMagnitude } from '../../scripts/calibrate/gap8-fit.js';
import { leastSquares, nextStep, relativeSlopes } from '../../scripts/calibrate/least-squares.js';

describe('the calibration of GAP8', () => {
  const gap8 = new Gap8Fit();

  it('gives the constants of the board file, but for their rounding', function () {
    this.timeout(60_000);
    const fitted = gap8.fit();
    for (const [index, value] of gap8.standing().entries()) {
      expect(value, gap8.names[index]).to.be.closeTo(fitted[index], Number.isInteger(value) ? 0.5 : 0.01);
    }
    expect(meanMagnitude(gap8.errors())).to.be.closeTo(meanMagnitude(gap8.errors(fitted)), 1e-3);
  });

  it('leaves each shape of layer in one group', () => {
    expect(
      gap8
        .shapes()
        .flat()
        .sort((a, b) => a - b),
    ).to.deep.equal(gap8.rows);
    expect(gap8.shapes()).to.deep.include([13, 15, 17, 19, 21]);
  });
});

describe('leastSquares', () => {
  it('finds the parameters of a curve', () => {
    const residuals = ([a, b]: readonly number[]) =>
      [1, 2, 3, 4, 5].map((x) => a * Math.exp(x / b) - 3 * Math.exp(x / 2));
    const [a, b] = leastSquares(residuals, [1, 1.5]);
    expect(a).to.be.closeTo(3, 1e-3);
    expect(b).to.be.closeTo(2, 1e-3);
  });

  it('is a step away where residuals are linear', () => {
    const residuals = ([a, b]: readonly number[]) => [1, 2, 3, 4].map((x) => a * x + b - (3 * x + 7) + (-1) ** x / 8);
    const start = [2, 9];
    const step = nextStep(relativeSlopes(residuals, start, residuals(start)), residuals(start));
    const found = start.map((value, index) => value * (1 + step[index]));
    const best = leastSquares(residuals, [1, 1]);
    for (const [index, value] of found.entries()) expect(value).to.be.closeTo(best[index], 1e-4);
  });
});
