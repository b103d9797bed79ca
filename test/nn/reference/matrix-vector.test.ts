import { expect } from 'chai';
import fc from 'fast-check';
import { BIPOLAR, BIT, type DataType, encodeValue, TERNARY, valueRange } from '../../../sim/nn/data-type.js';
import type { MatrixLayer } from '../../../sim/nn/network.js';
import { createPackedMatrix, setCode } from '../../../sim/nn/packed-matrix.js';
import { matrixVector } from '../../../sim/nn/reference/matrix-vector.js';
import { inputErrorOf } from '../../helpers/input-error.js';
import { fullyConnectedOf } from '../../helpers/layers.js';

interface Types {
  readonly input: DataType;
  readonly weight: DataType;
  readonly output: DataType;
  readonly accumulate: 'matches' | 'sum';
}

/** A layer from the integer values of its weights, row by row, and its thresholds; without thresholds it gives sums. */
function layerOf(
  types: Types,
  rows: readonly (readonly number[])[],
  thresholds: readonly number[],
  accumulatorShift = 0,
): MatrixLayer {
  const weights = createPackedMatrix(rows.length, rows[0].length, types.weight.bits);
  rows.forEach((values, row) => {
    values.forEach((value, column) => {
      setCode(weights, row, column, encodeValue(types.weight, value));
    });
  });
  return fullyConnectedOf({
    mw: rows[0].length,
    mh: rows.length,
    inputType: types.input,
    weightType: types.weight,
    outputType: types.output,
    accumulate: types.accumulate,
    accumulatorShift,
    thresholded: thresholds.length > 0,
    parameters: { weights, thresholds: Int32Array.from(thresholds) },
  });
}

const XNOR: Types = { input: BIPOLAR, weight: BIPOLAR, output: BIPOLAR, accumulate: 'matches' };

describe('matrixVector', () => {
  it('counts equal bits and compares them strictly', () => {
    const row = [1, -1, -1, 1, 1];
    const layer = layerOf(XNOR, [row, row, row], [2, 3, 4]);
    expect([...matrixVector(layer)(Int32Array.of(1, -1, 1, 1, -1))]).to.deep.equal([1, -1, -1]);
  });

  it('counts the thresholds below a signed sum, from the smallest value on', () => {
    const types: Types = { input: TERNARY, weight: BIPOLAR, output: TERNARY, accumulate: 'sum' };
    const row = [1, -1, 1];
    const layer = layerOf(types, [row, row, row, row], [2, 3, 1, 2, 0, 1, -32768, 32767]);
    expect([...matrixVector(layer)(Int32Array.of(1, -1, 0))]).to.deep.equal([-1, 0, 1, 0]);
  });

  it('gives 0 and 1 for an unsigned bit', () => {
    const layer = layerOf({ ...XNOR, output: BIT }, [[1], [-1]], [0, 0]);
    expect([...matrixVector(layer)(Int32Array.of(1))]).to.deep.equal([1, 0]);
  });

  it('multiplies values of any types', () => {
    const type = (bits: number, encoding: DataType['encoding']): DataType => ({
      bits,
      encoding,
      narrow: false,
      scale: 1,
    });
    const types: Types = { input: type(8, 'unsigned'), weight: type(4, 'signed'), output: BIT, accumulate: 'sum' };
    const value = (of: DataType) => fc.integer(valueRange(of));
    fc.assert(
      fc.property(fc.array(fc.tuple(value(types.input), value(types.weight)), { minLength: 1 }), (pairs) => {
        const sum = pairs.reduce((total, [input, weight]) => total + input * weight, 0);
        const weights = pairs.map(([, weight]) => weight);
        const layer = layerOf(types, [weights, weights], [sum - 1, sum]);
        const inputs = Int32Array.from(pairs, ([input]) => input);
        expect([...matrixVector(layer)(inputs)]).to.deep.equal([1, 0]);
      }),
    );
  });

  it('compares thresholds with the accumulator times a power of two', () => {
    const row = [1, 1, 1];
    const layer = layerOf({ ...XNOR, accumulate: 'sum' }, [row, row, row], [11, 12, 13], 2);
    expect([...matrixVector(layer)(Int32Array.of(1, 1, 1))]).to.deep.equal([1, -1, -1]);
  });

  it('gives the accumulators where there are no thresholds', () => {
    const rows = [
      [1, -1, -1],
      [-1, 1, 1],
    ];
    const input = Int32Array.of(1, 1, 1);
    expect([...matrixVector(layerOf(XNOR, rows, []))(input)]).to.deep.equal([1, 2]);
    expect([...matrixVector(layerOf({ ...XNOR, accumulate: 'sum' }, rows, []))(input)]).to.deep.equal([-1, 1]);
  });

  it('refuses a layer without weights', () => {
    const { parameters: _, ...layer } = layerOf(XNOR, [[1]], [0]);
    expect(inputErrorOf(() => matrixVector(layer))).to.equal('layer L0 has no weights');
  });
});
