import { LaneFormat } from './lane-format';

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
  /** Bytes from a plane of weights to the next; 0 if there is but one. */
  weightPlane: usize;
  /** An i32 for each row, then, for a ternary output, the second and higher one of each row. */
  thresholds: usize;
  /** Bytes from the output of a vector to that of the next. */
  outputPitch: usize;
  /** Bytes of a plane of the output. */
  outputStride: usize;
}

/** Bytes of a plane whose ones a lane of 8 bits can count: 31 vectors of 16 bytes add at most 248 to each lane. */
const CHUNK: usize = 31 * 16;

/**
 * The matrix times each vector, and thresholds. Over bits, the signed sum of products is the number of inputs that are not 0,
 * less the products that are -1 with the one plane of weights and with the other, and only these are counted for every row.
 * Where there is one plane of weights, it is both.
 */
export function multiply(layer: MatrixLayer, vectors: usize, count: i32, output: usize): void {
  if (layer.inputFormat === LaneFormat.Bits) multiplyLanes<bool>(layer, vectors, count, output);
  else if (layer.inputFormat === LaneFormat.Ternary) multiplyLanes<i8>(layer, vectors, count, output);
  else multiplyLanes<i16>(layer, vectors, count, output);
}

/**
 * In tiles of two vectors (A and B) by two rows, whose four sums lie in the lanes of one i32x4: A with the first row, A with
 * the second, B with the first, B with the second. Of an odd number of vectors, the last one is both A and B.
 * @param Lane bool for bits, i8 for ternary codes, i16 for integers
 */
function multiplyLanes<Lane>(layer: MatrixLayer, vectors: usize, count: i32, output: usize): void {
  const rows = layer.rows;
  const stride = layer.stride;
  const format = layer.outputFormat;
  const pitch = isTernary<Lane>() ? stride << 1 : stride;
  for (let group = 0; group < rows; group += 64) {
    const groupEnd = min(group + 64, rows);
    for (let vector = 0; vector < count; vector += 2) {
      const next = min(vector + 1, count - 1);
      const a = vectors + <usize>vector * pitch;
      const b = vectors + <usize>next * pitch;
      const outputA = output + <usize>vector * layer.outputPitch;
      const outputB = output + <usize>next * layer.outputPitch;
      const nonzero = isTernary<Lane>() ? nonzeroInputs(a, b, stride) : i32x4.splat(layer.columns);
      let lowA: u64 = 0;
      let highA: u64 = 0;
      let lowB: u64 = 0;
      let highB: u64 = 0;
      for (let row = group; row < groupEnd; row += 2) {
        const sums = sumsOfProducts<Lane>(layer, row, a, b, nonzero);
        if (format === LaneFormat.Scores) {
          v128.store64_lane(outputA + ((<usize>row) << 2), sums, 0);
          v128.store64_lane(outputB + ((<usize>row) << 2), sums, 1);
          continue;
        }
        const bit = row - group;
        const threshold = layer.thresholds + ((<usize>row) << 2);
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

/** The sums of a tile that begins with row `row`. */
function sumsOfProducts<Lane>(layer: MatrixLayer, row: i32, a: usize, b: usize, nonzero: v128): v128 {
  const stride = layer.stride;
  const weights = layer.weights + <usize>row * stride;
  if (sizeof<Lane>() === 2) return sumsOfIntegerProducts(a, b, weights, stride);
  const negative = negativeProducts<Lane>(a, b, weights, stride);
  const other = layer.weightPlane === 0 ? negative : negativeProducts<Lane>(a, b, weights + layer.weightPlane, stride);
  return i32x4.sub(nonzero, i32x4.add(negative, other));
}

function sumsOfIntegerProducts(a: usize, b: usize, weights: usize, stride: usize): v128 {
  let sumsA0 = i32x4.splat(0);
  let sumsA1 = i32x4.splat(0);
  let sumsB0 = i32x4.splat(0);
  let sumsB1 = i32x4.splat(0);
  for (let at: usize = 0; at < stride; at += 16) {
    const weight0 = v128.load(weights + at);
    const weight1 = v128.load(weights + stride + at);
    const valueA = v128.load(a + at);
    const valueB = v128.load(b + at);
    sumsA0 = i32x4.add(sumsA0, i32x4.dot_i16x8_s(valueA, weight0));
    sumsA1 = i32x4.add(sumsA1, i32x4.dot_i16x8_s(valueA, weight1));
    sumsB0 = i32x4.add(sumsB0, i32x4.dot_i16x8_s(valueB, weight0));
    sumsB1 = i32x4.add(sumsB1, i32x4.dot_i16x8_s(valueB, weight1));
  }
  return sumsOfLanes(sumsA0, sumsA1, sumsB0, sumsB1);
}

/** Of a tile's products, how many are -1. */
function negativeProducts<Lane>(a: usize, b: usize, weights: usize, stride: usize): v128 {
  let counts = i32x4.splat(0);
  for (let chunk: usize = 0; chunk < stride; chunk += CHUNK) {
    const end = min(chunk + CHUNK, stride);
    let onesA0 = i8x16.splat(0);
    let onesA1 = i8x16.splat(0);
    let onesB0 = i8x16.splat(0);
    let onesB1 = i8x16.splat(0);
    for (let at = chunk; at < end; at += 16) {
      const weight0 = v128.load(weights + at);
      const weight1 = v128.load(weights + stride + at);
      const lowA = v128.load(a + at);
      const lowB = v128.load(b + at);
      const highA = isTernary<Lane>() ? v128.load(a + stride + at) : lowA;
      const highB = isTernary<Lane>() ? v128.load(b + stride + at) : lowB;
      onesA0 = i8x16.add(onesA0, i8x16.popcnt(negative<Lane>(lowA, highA, weight0)));
      onesA1 = i8x16.add(onesA1, i8x16.popcnt(negative<Lane>(lowA, highA, weight1)));
      onesB0 = i8x16.add(onesB0, i8x16.popcnt(negative<Lane>(lowB, highB, weight0)));
      onesB1 = i8x16.add(onesB1, i8x16.popcnt(negative<Lane>(lowB, highB, weight1)));
    }
    counts = i32x4.add(counts, sumsOfBytes(onesA0, onesA1, onesB0, onesB1));
  }
  return counts;
}

/** Whether each of 128 products is -1. */
function negative<Lane>(low: v128, high: v128, weight: v128): v128 {
  return isTernary<Lane>() ? v128.andnot(low, v128.xor(high, weight)) : v128.xor(low, weight);
}

/** Inputs of a tile's vectors that are not 0, the same for both of its rows. */
function nonzeroInputs(a: usize, b: usize, stride: usize): v128 {
  let counts = i32x4.splat(0);
  for (let at: usize = 0; at < stride; at += 16) {
    const onesA = i8x16.popcnt(v128.load(a + at));
    const onesB = i8x16.popcnt(v128.load(b + at));
    counts = i32x4.add(counts, sumsOfBytes(onesA, onesA, onesB, onesB));
  }
  return counts;
}

/** The sum of the 16 lanes of each, in the order of a tile. */
function sumsOfBytes(a0: v128, a1: v128, b0: v128, b1: v128): v128 {
  return sumsOfLanes(sumsOfFours(a0), sumsOfFours(a1), sumsOfFours(b0), sumsOfFours(b1));
}

function sumsOfFours(bytes: v128): v128 {
  return i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(bytes));
}

/** The sum of the 4 lanes of each, in the order of a tile. */
function sumsOfLanes(a0: v128, a1: v128, b0: v128, b1: v128): v128 {
  const a = halfSums(a0, a1);
  const b = halfSums(b0, b1);
  return i32x4.add(i32x4.shuffle(a, b, 0, 2, 4, 6), i32x4.shuffle(a, b, 1, 3, 5, 7));
}

/** The sum of the 4 lanes of each, still in two parts. */
function halfSums(x: v128, y: v128): v128 {
  return i32x4.add(i64x2.shuffle(x, y, 0, 2), i64x2.shuffle(x, y, 1, 3));
}

function isTernary<Lane>(): bool {
  return sizeof<Lane>() === 1 && !isBoolean<Lane>();
}
