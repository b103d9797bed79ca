import { expect } from 'chai';
import fc from 'fast-check';
import { BIPOLAR, TERNARY } from '../../../sim/nn/data-type.js';
import { maxPool } from '../../../sim/nn/reference/max-pool.js';
import { maxPoolOf } from '../../helpers/layers.js';

describe('maxPool', () => {
  it('takes the largest value of each channel, and leaves out rows and columns that fill no window', () => {
    const layer = maxPoolOf({ inputShape: [3, 3, 2], kernel: [2, 2] });
    const input = Int32Array.of(-1, 0, -1, 0, 9, 9, -1, 0, 0, -1, 9, 9, 9, 9, 9, 9, 9, 9);
    expect([...maxPool(layer, input)]).to.deep.equal([0, 0]);
  });

  it('is the OR of bits', () => {
    const bits = fc.array(fc.constantFrom(-1, 1), { minLength: 4, maxLength: 4 });
    const layer = maxPoolOf({ inputShape: [2, 2, 1], kernel: [2, 2], inputType: BIPOLAR });
    fc.assert(
      fc.property(bits, (values) => {
        expect(maxPool(layer, Int32Array.from(values))[0]).to.equal(values.includes(1) ? 1 : -1);
      }),
    );
  });

  it('moves by its stride, so that windows may overlap', () => {
    const layer = maxPoolOf({ inputShape: [1, 5, 1], kernel: [1, 3], stride: [1, 1] });
    expect([...maxPool(layer, Int32Array.of(5, 1, 2, 3, 0))]).to.deep.equal([5, 3, 3]);
  });

  it('sees codes 0 around the map', () => {
    const padding = { top: 0, left: 1, bottom: 1, right: 0 };
    const [bits, ternary] = [BIPOLAR, TERNARY].map((inputType) =>
      maxPoolOf({ inputShape: [1, 3, 1], kernel: [2, 2], padding, inputType }),
    );
    expect([...maxPool(bits, Int32Array.of(-1, 1, -1))]).to.deep.equal([-1, 1]);
    expect([...maxPool(ternary, Int32Array.of(-1, -1, 1))]).to.deep.equal([0, 1]);
  });
});
