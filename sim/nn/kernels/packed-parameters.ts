import { decodeValue } from '../data-type.js';
import type { MatrixLayer } from '../network.js';
import { getCode } from '../packed-matrix.js';
import { requireParameters } from '../require-parameters.js';
import { thresholdsPerRow } from '../thresholds.js';
import { bitOfLane, type PackedTensor } from './packed-tensor.js';

const NEVER_PASSED = 2 ** 31 - 1;
const ALWAYS_PASSED = -(2 ** 31);

/** Rows of a layer's matrix that follow each other. */
export interface RowRange {
  readonly first: number;
  readonly count: number;
}

/** Planes of a layer's weights (see `packWeights`). */
export function weightPlanes({ weightType }: MatrixLayer, { format }: PackedTensor): 1 | 2 {
  return format === 'integers' || weightType.encoding === 'bipolar' ? 1 : 2;
}

/**
 * Rows of weights, plane after plane, with a lane for each of a vector's. Over integers they are integers. Over bits they
 * are bipolar, 0 for -1 and 1 for +1, and a ternary weight is half the sum of two such: that of plane 0 is +1 where it is
 * positive, that of plane 1 where it is not negative.
 * @param packedRows rows in the result, of which the last may be added
 * @throws InputError if the layer has no weights
 */
export function packWeights(
  layer: MatrixLayer,
  { first, count }: RowRange,
  vector: PackedTensor,
  packedRows: number,
): Uint32Array {
  const { mw, weightType } = layer;
  const { weights } = requireParameters(layer);
  const { planeWords } = vector;
  const planes = weightPlanes(layer, vector);
  const packed = new Uint32Array(new SharedArrayBuffer(4 * planes * packedRows * planeWords));
  const bits = Int32Array.from({ length: mw }, (_, column) =>
    bitOfLane(vector, Math.floor(column / vector.channels), column % vector.channels),
  );
  for (let plane = 0; plane < planes; plane++) {
    const lanes = Int32Array.from({ length: 2 ** weightType.bits }, (_, code) => {
      const weight = decodeValue(weightType, code);
      return vector.format === 'integers' ? weight & 0xffff : Number(weight > -plane);
    });
    for (let row = 0; row < count; row++) {
      const from = (plane * packedRows + row) * planeWords;
      for (let column = 0; column < mw; column++) {
        packed[from + (bits[column] >>> 5)] |= lanes[getCode(weights, first + row, column)] << bits[column];
      }
    }
  }
  return packed;
}

/**
 * Thresholds of the signed sum of products: the lowest ones of all rows, then the next ones. Rows that were added give code
 * 0, which in ternary lies between the thresholds.
 */
export function packThresholds(layer: MatrixLayer, { first, count }: RowRange, packedRows: number): Int32Array {
  const { thresholds } = requireParameters(layer);
  const perRow = thresholdsPerRow(layer);
  const packed = new Int32Array(new SharedArrayBuffer(4 * perRow * packedRows)).fill(NEVER_PASSED);
  if (layer.outputType.encoding === 'signed') packed.fill(ALWAYS_PASSED, 0, packedRows);
  for (let row = 0; row < count; row++) {
    for (let index = 0; index < perRow; index++) {
      packed[index * packedRows + row] = thresholdOfSum(layer, thresholds[(first + row) * perRow + index]);
    }
  }
  return packed;
}

/** The sum is 2 x matches - MW. Matches are clamped to what can be told apart, so that doubling cannot overflow. */
function thresholdOfSum({ accumulate, accumulatorShift, mw }: MatrixLayer, threshold: number): number {
  const unshifted = Math.floor(threshold / 2 ** accumulatorShift);
  if (accumulate === 'sum') return unshifted;
  return 2 * Math.min(Math.max(unshifted, -1), mw) - mw;
}
