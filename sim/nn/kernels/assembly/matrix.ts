import { LaneFormat } from './lane-format';
import { isTernary, nonzeroInputs, sumsOfProducts } from './products';

@unmanaged
export class MatrixLayer {
  inputFormat: LaneFormat;
  outputFormat: LaneFormat;
  /** MW. */
  columns: i32;
  /** MH, made even. */
  rows: i32;
  /** Bytes of a plane of a vector, and of a row of weights; a multiple of 16. */
  stride: usize;
  weights: usize;
  weightPlanes: i32;
  /** An i32 for each row, then, for a ternary output, the second and higher one of each row. */
  thresholds: usize;
  /** Bytes from the output of a vector to that of the next. */
  outputPitch: usize;
  /** Bytes of a plane of the output. */
  outputStride: usize;
}

/**
 * The matrix times each vector, and thresholds. The work is done in tiles of two vectors (A and B) by two rows; of an odd
 * number of vectors, the last one is both A and B.
 */
export function multiply(layer: MatrixLayer, vectors: usize, count: i32, output: usize): void {
  if (layer.inputFormat === LaneFormat.Integers) {
    multiplyTiles<i16, i16>(layer, vectors, count, output);
  } else if (layer.inputFormat === LaneFormat.Bits) {
    if (layer.weightPlanes === 1) multiplyTiles<bool, bool>(layer, vectors, count, output);
    else multiplyTiles<bool, i8>(layer, vectors, count, output);
  } else {
    if (layer.weightPlanes === 1) multiplyTiles<i8, bool>(layer, vectors, count, output);
    else multiplyTiles<i8, i8>(layer, vectors, count, output);
  }
}

/** The types stand for the same as in `sumsOfProducts`. */
function multiplyTiles<Input, Weight>(layer: MatrixLayer, vectors: usize, count: i32, output: usize): void {
  const columns = layer.columns;
  const rows = layer.rows;
  const stride = layer.stride;
  const format = layer.outputFormat;
  const outputPitch = layer.outputPitch;
  const thresholds = layer.thresholds;
  const weights = layer.weights;
  const plane = <usize>rows * stride;
  const pitch = isTernary<Input>() ? stride << 1 : stride;
  for (let group = 0; group < rows; group += 64) {
    const groupEnd = min(group + 64, rows);
    for (let vector = 0; vector < count; vector += 2) {
      const next = min(vector + 1, count - 1);
      const a = vectors + <usize>vector * pitch;
      const b = vectors + <usize>next * pitch;
      const outputA = output + <usize>vector * outputPitch;
      const outputB = output + <usize>next * outputPitch;
      const nonzero = isTernary<Input>() ? nonzeroInputs(a, b, stride) : i32x4.splat(columns);
      let lowA: u64 = 0;
      let highA: u64 = 0;
      let lowB: u64 = 0;
      let highB: u64 = 0;
      for (let row = group; row < groupEnd; row += 2) {
        const sums = sumsOfProducts<Input, Weight>(a, b, nonzero, weights + <usize>row * stride, stride, plane);
        if (format === LaneFormat.Scores) {
          v128.store64_lane(outputA + ((<usize>row) << 2), sums, 0);
          v128.store64_lane(outputB + ((<usize>row) << 2), sums, 1);
          continue;
        }
        const bit = row - group;
        const threshold = thresholds + ((<usize>row) << 2);
        const first = i32x4.bitmask(i32x4.gt_s(sums, v128.load64_splat(threshold)));
        if (format === LaneFormat.Bits) {
          lowA |= (<u64>(first & 3)) << bit;
          lowB |= (<u64>(first >> 2)) << bit;
        } else {
          const second = i32x4.bitmask(i32x4.gt_s(sums, v128.load64_splat(threshold + ((<usize>rows) << 2))));
          const low = first ^ second ^ 15;
          const high = first ^ 15;
          lowA |= (<u64>(low & 3)) << bit;
          lowB |= (<u64>(low >> 2)) << bit;
          highA |= (<u64>(high & 3)) << bit;
          highB |= (<u64>(high >> 2)) << bit;
        }
      }
      if (format === LaneFormat.Scores) continue;
      store<u64>(outputA + (group >> 3), lowA);
      store<u64>(outputB + (group >> 3), lowB);
      if (format === LaneFormat.Ternary) {
        store<u64>(outputA + (group >> 3) + layer.outputStride, highA);
        store<u64>(outputB + (group >> 3) + layer.outputStride, highB);
      }
    }
  }
}
