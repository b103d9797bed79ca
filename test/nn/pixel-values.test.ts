import { expect } from 'chai';
import { BIPOLAR, BIT, type DataType, TERNARY } from '../../sim/nn/data-type.js';
import { pixelTables } from '../../sim/nn/pixel-values.js';

const FIXED_POINT: DataType = { bits: 8, encoding: 'signed', narrow: false, scale: 1 / 128 };

describe('pixelTables', () => {
  it('compares a pixel with the threshold', () => {
    const [values] = pixelTables({ type: BIPOLAR, pixels: { rule: 'threshold', threshold: 128 } });
    expect([...values]).to.deep.equal([...Array(128).fill(-1), ...Array(128).fill(1)]);
    expect(pixelTables({ type: BIT, pixels: { rule: 'threshold', threshold: 255 } })[0].indexOf(1)).to.equal(255);
  });

  it('rounds half up and saturates: from -1 to 1 with 7 fraction bits it is the integer form of BNN-PYNQ', () => {
    const [values] = pixelTables({ type: FIXED_POINT, pixels: { rule: 'range', from: -1, to: 1 } });
    const rounded = (pixel: number) => Math.floor(((2 * pixel - 255) * 256 + 255) / 510);
    const expected = Array.from({ length: 256 }, (_, pixel) => Math.min(rounded(pixel), 127));
    expect([...values]).to.deep.equal(expected);
    expect([0, 127, 128, 254, 255].map((pixel) => values[pixel])).to.deep.equal([-128, -1, 1, 127, 127]);
  });

  it('passes pixels through where range and type are those of a byte', () => {
    const type: DataType = { bits: 8, encoding: 'unsigned', narrow: false, scale: 1 };
    const [values] = pixelTables({ type, pixels: { rule: 'range', from: 0, to: 255 } });
    expect([...values]).to.deep.equal([...Array(256).keys()]);
  });

  it('reads codes of a feature map by their type, and no bits above it', () => {
    const valuesOf = (type: DataType) => [...pixelTables({ type, pixels: { rule: 'codes' } })[0].subarray(0, 6)];
    expect(valuesOf({ bits: 2, encoding: 'unsigned', narrow: false, scale: 1 })).to.deep.equal([0, 1, 2, 3, 0, 1]);
    expect(valuesOf(TERNARY)).to.deep.equal([0, 1, -2, -1, 0, 1]);
    expect(valuesOf(BIPOLAR)).to.deep.equal([-1, 1, -1, 1, -1, 1]);
  });

  it('normalises each channel before it rounds', () => {
    const normalization = { mean: [0.5, 0], deviation: [0.25, 1] };
    const pixels = { rule: 'range', from: 0, to: 1, normalization } as const;
    const type: DataType = { bits: 8, encoding: 'signed', narrow: false, scale: 1 / 32 };
    const tables = pixelTables({ type, pixels });
    expect(tables.map((table) => [0, 51, 255].map((pixel) => table[pixel]))).to.deep.equal([
      [-64, -38, 64],
      [0, 6, 32],
    ]);
  });
});
