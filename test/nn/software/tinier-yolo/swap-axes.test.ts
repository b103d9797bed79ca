import { expect } from 'chai';
import { swapAxes } from '../../../../sim/nn/software/tinier-yolo/swap-axes.js';

describe('a map with rows and columns exchanged', () => {
  it('has the pixel (y, x) at (x, y), and comes back when exchanged again', () => {
    const map = { height: 2, width: 3, channels: 2, data: Float32Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11) };
    const swapped = swapAxes(map);
    expect(swapped).to.deep.include({ height: 3, width: 2 });
    expect([...swapped.data]).to.deep.equal([0, 1, 6, 7, 2, 3, 8, 9, 4, 5, 10, 11]);
    expect(swapAxes(swapped)).to.deep.equal(map);
  });
});
