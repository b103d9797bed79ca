import { expect } from 'chai';
import fc from 'fast-check';
import { windowCounts } from '../../sim/nn/windows.js';

const side = fc.integer({ min: 1, max: 5 });
const margin = fc.integer({ min: 0, max: 4 });

describe('windowCounts', () => {
  it('counts the places at which a window lies wholly inside', () => {
    const cases = fc.record({
      input: fc.tuple(fc.integer({ min: 1, max: 20 }), side),
      kernel: fc.tuple(side, side),
      stride: fc.tuple(side, side),
      dilation: fc.tuple(side, side),
      padding: fc.record({ top: margin, left: margin, bottom: margin, right: margin }),
    });
    fc.assert(
      fc.property(cases, ({ input, ...windows }) => {
        const { kernel, stride, dilation, padding } = windows;
        const rows = input[0] + padding.top + padding.bottom;
        let places = 0;
        for (let top = 0; top + (kernel[0] - 1) * dilation[0] < rows; top += stride[0]) places++;
        const [found] = windowCounts(input, windows);
        expect(Math.max(found, 0)).to.equal(places);
      }),
    );
  });
});
