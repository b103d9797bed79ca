import { LaneFormat } from './lane-format';
import { isTernary, isUnsigned, sumsOfInputs, sumsOfProducts } from './products';

@unmanaged
export class MatrixLayer {
  inputFormat: LaneFormat;
  inputPlanes: i32;
  outputFormat: LaneFormat;
  outputPlanes: i32;
  /** MW. */
  columns: i32;
  /** Rows of a part of the output, made even. */
  rows: i32;
  /** Bytes of a plane of a vector, and of a row of weights; a multiple of 16. */
  stride: usize;
  weights: usize;
  weightPlanes: i32;
  /** An i32 for each row, then the next higher one of each row, and so on: as many as an output has codes, less one. */
  thresholds: usize;
  /** Bytes from the output of a vector to that of the next. */
  outputPitch: usize;
  /** Bytes of a plane of the output. */
  outputStride: usize;
}

/**
 * The rows of one part of the output times each vector, and thresholds. The work is done in tiles of two vectors (A and B) by
 * two rows; of an odd number of vectors, the last one is both A and B.
 */
export function multiply(layer: MatrixLayer, vectors: usize, count: i32, output: usize): void {
  const onePlane = layer.weightPlanes === 1;
  if (layer.inputFormat === LaneFormat.Integers) {
    multiplyTiles<i16, i16>(layer, vectors, count, output);
  } else if (layer.inputFormat === LaneFormat.Bits) {
    if (onePlane) multiplyTiles<bool, bool>(layer, vectors, count, output);
    else multiplyTiles<bool, i8>(layer, vectors, count, output);
  } else if (layer.inputFormat === LaneFormat.Ternary) {
    if (onePlane) multiplyTiles<i8, bool>(layer, vectors, count, output);
    else multiplyTiles<i8, i8>(layer, vectors, count, output);
  } else {
    if (onePlane) multiplyTiles<u8, bool>(layer, vectors, count, output);
    else multiplyTiles<u8, i8>(layer, vectors, count, output);
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
  const planes = layer.inputPlanes;
  const pitch = <usize>planes * stride;
  for (let group = 0; group < rows; group += 64) {
    const groupEnd = min(group + 64, rows);
    for (let vector = 0; vector < count; vector += 2) {
      const next = min(vector + 1, count - 1);
      const a = vectors + <usize>vector * pitch;
      const b = vectors + <usize>next * pitch;
      const outputA = output + <usize>vector * outputPitch;
      const outputB = output + <usize>next * outputPitch;
      const codesA = outputA + (group >> 3);
      const codesB = outputB + (group >> 3);
      const inputs =
        isTernary<Input>() || isUnsigned<Input>() ? sumsOfInputs<Input>(a, b, stride, planes) : i32x4.splat(columns);
      let lowA: u64 = 0;
      let highA: u64 = 0;
      let lowB: u64 = 0;
      let highB: u64 = 0;
      if (format === LaneFormat.Unsigned) clearCodes(layer, codesA, codesB);
      for (let row = group; row < groupEnd; row += 2) {
        const sums = sumsOfProducts<Input, Weight>(a, b, inputs, weights + <usize>row * stride, stride, plane, planes);
        if (format === LaneFormat.Scores) {
          v128.store64_lane(outputA + ((<usize>row) << 2), sums, 0);
          v128.store64_lane(outputB + ((<usize>row) << 2), sums, 1);
          continue;
        }
        const bit = row - group;
        const threshold = thresholds + ((<usize>row) << 2);
        if (format === LaneFormat.Unsigned) {
          addCodes(layer, sums, threshold, bit, codesA, codesB);
          continue;
        }
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
      if (format === LaneFormat.Scores || format === LaneFormat.Unsigned) continue;
      store<u64>(codesA, lowA);
      store<u64>(codesB, lowB);
      if (format === LaneFormat.Ternary) {
        store<u64>(codesA + layer.outputStride, highA);
        store<u64>(codesB + layer.outputStride, highB);
      }
    }
  }
}

/** Clears 64 codes of A and of B. */
function clearCodes(layer: MatrixLayer, codesA: usize, codesB: usize): void {
  for (let plane = 0; plane < layer.outputPlanes; plane++) {
    store<u64>(codesA + <usize>plane * layer.outputStride, 0);
    store<u64>(codesB + <usize>plane * layer.outputStride, 0);
  }
}

/** Adds the unsigned codes of a tile: how many thresholds of its rows lie below its sums. They begin at lane `bit`. */
function addCodes(layer: MatrixLayer, sums: v128, threshold: usize, bit: i32, codesA: usize, codesB: usize): void {
  const planes = layer.outputPlanes;
  const outputStride = layer.outputStride;
  const rowBytes = (<usize>layer.rows) << 2;
  let codes = i32x4.splat(0);
  for (let index = 1; index < 1 << planes; index++, threshold += rowBytes) {
    codes = i32x4.sub(codes, i32x4.gt_s(sums, v128.load64_splat(threshold)));
  }
  for (let plane = 0; plane < planes; plane++) {
    const bits = i32x4.bitmask(i32x4.shl(codes, 31 - plane));
    const toA = codesA + <usize>plane * outputStride;
    const toB = codesB + <usize>plane * outputStride;
    store<u64>(toA, load<u64>(toA) | ((<u64>(bits & 3)) << bit));
    store<u64>(toB, load<u64>(toB) | ((<u64>(bits >> 2)) << bit));
  }
}
