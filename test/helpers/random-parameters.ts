import fc from 'fast-check';
import type { LayerParameters } from '../../sim/nn/network.js';
import { createPackedMatrix, setCode } from '../../sim/nn/packed-matrix.js';

/** Weights of `rows` x `columns` codes of `bits` bits and `perRow` 16-bit thresholds for each row, in any order. */
export function randomParameters(
  rows: number,
  columns: number,
  bits: number,
  perRow: number,
): fc.Arbitrary<LayerParameters> {
  const count = rows * columns;
  const codes = fc.array(fc.integer({ min: 0, max: 2 ** bits - 1 }), {
    minLength: count,
    maxLength: count,
    size: 'max',
  });
  const thresholds = fc.int16Array({ minLength: rows * perRow, maxLength: rows * perRow });
  return fc.tuple(codes, thresholds).map(([values, sixteen]) => {
    const weights = createPackedMatrix(rows, columns, bits);
    values.forEach((code, index) => {
      setCode(weights, Math.floor(index / columns), index % columns, code);
    });
    return { weights, thresholds: Int32Array.from(sixteen) };
  });
}
