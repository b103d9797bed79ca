import { expect } from 'chai';
import { accumulatorRange } from '../../sim/nn/accumulator.js';
import { BIPOLAR, type DataType, TERNARY } from '../../sim/nn/data-type.js';

const BYTE: DataType = { bits: 8, encoding: 'unsigned', narrow: false, scale: 1 };
const SIGNED: DataType = { bits: 8, encoding: 'signed', narrow: false, scale: 1 };

describe('accumulatorRange', () => {
  const cases: [what: string, accumulate: 'matches' | 'sum', DataType, DataType, min: number, max: number][] = [
    ['matches', 'matches', BIPOLAR, BIPOLAR, 0, 10],
    ['sums of bits', 'sum', BIPOLAR, BIPOLAR, -10, 10],
    ['sums of bytes with ternary weights', 'sum', BYTE, TERNARY, -2550, 2550],
    ['sums of signed bytes with weights of one sign', 'sum', SIGNED, BYTE, -326400, 323850],
    ['sums of signed bytes', 'sum', SIGNED, SIGNED, -162560, 163840],
  ];
  for (const [what, accumulate, inputType, weightType, min, max] of cases) {
    it(`holds ${what}`, () => {
      expect(accumulatorRange({ accumulate, mw: 10, inputType, weightType })).to.deep.equal({ min, max });
    });
  }
});
