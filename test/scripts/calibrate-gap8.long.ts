import { expect } from 'chai';
import { Gap8Fit, meanMagnitude } from '../../scripts/calibrate/gap8-fit.js';

describe('the calibration of GAP8', function () {
  this.timeout(300_000);
  const gap8 = new Gap8Fit();

  it('predicts shapes of layers that it has not seen within 6 % in the mean', () => {
    expect(meanMagnitude(gap8.heldOut())).to.be.below(0.06);
  });
});
