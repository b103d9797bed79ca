import { expect } from 'chai';
import { BIPOLAR, type DataType, TERNARY } from '../../../sim/nn/data-type.js';
import { type PackedMatrixLayer, packNetwork } from '../../../sim/nn/kernels/packed-network.js';
import type { MatrixLayer } from '../../../sim/nn/network.js';
import { createPackedMatrix, setCode } from '../../../sim/nn/packed-matrix.js';
import { inputErrorOf } from '../../helpers/input-error.js';
import { convolutionOf, fullyConnectedOf, maxPoolOf, networkOf } from '../../helpers/layers.js';
import { randomFrom, randomLayer } from '../../helpers/random-layer.js';

const TWO_BITS: DataType = { bits: 2, encoding: 'unsigned', narrow: false, scale: 1 };
const NEVER_PASSED = 2 ** 31 - 1;
const ALWAYS_PASSED = -(2 ** 31);

function packLayer(layer: MatrixLayer): PackedMatrixLayer {
  const [packed] = packNetwork(networkOf([layer], layer.inputShape)).layers;
  if (packed.op !== 'matrix') throw new Error('expected a matrix');
  return packed;
}

describe('packNetwork', () => {
  it('doubles no threshold beyond 32 bits', () => {
    const layer = randomLayer(randomFrom(4), fullyConnectedOf({ mw: 5, mh: 3, outputType: TERNARY }));
    const thresholds = Int32Array.of(-(2 ** 31), 2 ** 31 - 1, 0, 1, 4, 5);
    const packed = packLayer({ ...layer, parameters: { ...layer.parameters!, thresholds } });
    expect([...packed.parts[0].thresholds]).to.deep.equal([-7, -5, 3, ALWAYS_PASSED, 5, -3, 5, NEVER_PASSED]);
  });

  it('rounds thresholds down where accumulators are shifted', () => {
    const layer = fullyConnectedOf({ mw: 5, mh: 4, accumulate: 'sum', accumulatorShift: 2 });
    const parameters = { weights: createPackedMatrix(4, 5, 1), thresholds: Int32Array.of(-5, -4, 3, 4) };
    expect([...packLayer({ ...layer, parameters }).parts[0].thresholds]).to.deep.equal([-2, -1, 0, 1]);
  });

  it('makes two bipolar planes of ternary weights, each pixel from a new 64-bit word on', () => {
    const weights = createPackedMatrix(1, 6, 2);
    [1, 0, 3, 3, 1, 0].forEach((code, column) => {
      setCode(weights, 0, column, code);
    });
    const layer = convolutionOf({
      inputShape: [1, 2, 3],
      kernel: [1, 2],
      mh: 1,
      weightType: TERNARY,
      accumulate: 'sum',
    });
    const packed = packLayer({ ...layer, parameters: { weights, thresholds: Int32Array.of(0) } });
    const addedRow = [0, 0, 0, 0];
    const positive = [0b001, 0, 0b010, 0];
    const notNegative = [0b011, 0, 0b110, 0];
    expect([...packed.parts[0].weights]).to.deep.equal([...positive, ...addedRow, ...notNegative, ...addedRow]);
  });

  it('gathers windows in runs as long as memory allows, and leaves out the padding', () => {
    const padding = { top: 0, left: 1, bottom: 0, right: 0 };
    const layer = convolutionOf({ inputShape: [2, 2, 1], kernel: [2, 2], mh: 1, padding });
    const packed = packLayer(randomLayer(randomFrom(1), layer));
    const left = [
      [0, 2, 2],
      [4, 6, 2],
    ];
    const right = [[0, 8, 8]];
    expect([...packed.runs!]).to.deep.equal([...left, ...right].flat());
  });

  it('splits the channels between layers for the groups of both, and keeps them split through a pool', () => {
    const random = randomFrom(3);
    const place = { inputShape: [3, 3, 12], kernel: [1, 1], inputType: TWO_BITS, outputType: TWO_BITS } as const;
    const sum = { ...place, accumulate: 'sum' } as const;
    const layers = [
      randomLayer(random, convolutionOf({ ...sum, mh: 12, groups: 2 })),
      maxPoolOf({ ...place, name: 'pool', input: 'L0' }),
      randomLayer(random, convolutionOf({ ...sum, name: 'L1', input: 'pool', mh: 12, groups: 3 })),
      randomLayer(random, convolutionOf({ ...sum, name: 'L2', input: 'L1', mh: 4 })),
    ];
    const { input, layers: packed } = packNetwork(networkOf(layers, [3, 3, 12]));
    const tensors = [input.tensor, ...packed.map(({ output }) => output)];
    expect(tensors.map(({ parts }) => parts)).to.deep.equal([2, 6, 6, 3, 1]);
    expect(packed.map(({ groups, vector }) => [groups, vector.parts])).to.deep.equal([
      [2, 1],
      [6, 1],
      [3, 2],
      [1, 3],
    ]);
  });

  it('lets more images go through the layers together where they are small', () => {
    const random = randomFrom(2);
    const small = randomLayer(random, fullyConnectedOf({ mw: 784, mh: 64 }));
    const large = maxPoolOf({ inputShape: [224, 224, 3], kernel: [2, 2] });
    const between = maxPoolOf({ inputShape: [32, 32, 64], kernel: [2, 2] });
    const chunks = [small, large, between].map((layer) => packNetwork(networkOf([layer], layer.inputShape)).chunk);
    expect(chunks).to.deep.equal([64, 1, 3]);
  });

  it('refuses a layer without weights', () => {
    const network = networkOf([fullyConnectedOf({ mw: 5, mh: 3, inputType: BIPOLAR })], [5]);
    expect(inputErrorOf(() => packNetwork(network))).to.equal('layer L0 has no weights');
  });
});
