import { expect } from 'chai';
import { createPackedMatrix } from '../../../sim/nn/packed-matrix.js';
import { fullyConnected } from '../../../sim/nn/reference/fully-connected.js';
import { fullyConnectedOf } from '../../helpers/layers.js';

describe('fullyConnected', () => {
  it('takes a whole feature map as one vector', () => {
    const parameters = { weights: createPackedMatrix(2, 12, 1), thresholds: Int32Array.of(11, 12) };
    const layer = fullyConnectedOf({ inputShape: [2, 2, 3], mw: 12, mh: 2, parameters });
    expect([...fullyConnected(layer, new Int32Array(12).fill(-1))]).to.deep.equal([1, -1]);
  });
});
