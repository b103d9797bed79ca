/**
 * Layers with 1-bit weights over packed bits, in WebAssembly SIMD.
 *
 * A vector of codes lies in memory as bit planes: plane b holds bit b of every code, lane 0 lowest, and is filled with
 * zeros up to its stride, a multiple of 16 bytes. The planes of a vector follow each other, and so do the vectors of a
 * batch. Weights are one plane a row. The layers work on tiles of 2 images by 2 rows, so that buffers have room for
 * an even number of images, and rows are even in number.
 */

/** Bytes of a plane whose ones a lane of 8 bits can count: 31 vectors of 16 bytes add at most 248 to each lane. */
const CHUNK: usize = 31 * 16;

/** Packs pixels: bit 1 where a pixel is at or above the threshold (0..255). The pixels of the images follow each other. */
export function binarize(
  pixels: usize,
  images: i32,
  features: i32,
  threshold: i32,
  output: usize,
  stride: usize,
): void {
  const limit = i8x16.splat(<i8>threshold);
  for (let image = 0; image < images; image++) {
    const from = pixels + <usize>image * features;
    const to = output + <usize>image * stride;
    for (let feature = 0; feature < features; feature += 16) {
      const bits = i8x16.bitmask(i8x16.ge_u(v128.load(from + feature), limit));
      const valid = (1 << min(features - feature, 16)) - 1;
      store<u16>(to + (feature >> 3), <u16>(bits & valid));
    }
  }
}

/** Layer whose inputs are bipolar: one plane. `columns` is MW. For the other arguments see `layer`. */
export function bipolarLayer(
  input: usize,
  images: i32,
  columns: i32,
  stride: usize,
  weights: usize,
  rows: i32,
  thresholds: usize,
  output: usize,
  outputStride: usize,
  outputPlanes: i32,
): void {
  layer<bool>(input, images, columns, stride, weights, rows, thresholds, output, outputStride, outputPlanes);
}

/** Layer whose inputs are ternary, two planes: low is set where the value is not 0, high where it is negative. */
export function ternaryLayer(
  input: usize,
  images: i32,
  columns: i32,
  stride: usize,
  weights: usize,
  rows: i32,
  thresholds: usize,
  output: usize,
  outputStride: usize,
  outputPlanes: i32,
): void {
  layer<i8>(input, images, columns, stride, weights, rows, thresholds, output, outputStride, outputPlanes);
}

/**
 * Matrix-vector products and thresholds of a batch. The signed sum of products is the number of inputs that are not 0,
 * less twice the number of products that are -1, and only the latter are counted in the inner loop.
 * Weights: `rows` planes of `stride` bytes. Thresholds: an i32 for each row, then, for a ternary output, the second and
 * higher one of each row; the sum is compared with them strictly. `outputPlanes` is 1 for a 1-bit output, 2 for a ternary one.
 */
function layer<Activation>(
  input: usize,
  images: i32,
  columns: i32,
  stride: usize,
  weights: usize,
  rows: i32,
  thresholds: usize,
  output: usize,
  outputStride: usize,
  outputPlanes: i32,
): void {
  const pitch = isBoolean<Activation>() ? stride : stride << 1;
  for (let group = 0; group < rows; group += 64) {
    const groupEnd = min(group + 64, rows);
    for (let image = 0; image < images; image += 2) {
      const a = input + <usize>image * pitch;
      const b = a + pitch;
      const nonzero = isBoolean<Activation>() ? i32x4.splat(columns) : nonzeroInputs(a, b, stride);
      let lowA: u64 = 0;
      let highA: u64 = 0;
      let lowB: u64 = 0;
      let highB: u64 = 0;
      for (let row = group; row < groupEnd; row += 2) {
        const negative = negativeProducts<Activation>(a, b, weights + <usize>row * stride, stride);
        const sums = i32x4.sub(nonzero, i32x4.shl(negative, 1));
        const bit = row - group;
        const threshold = thresholds + ((<usize>row) << 2);
        const first = i32x4.bitmask(i32x4.gt_s(sums, v128.load64_splat(threshold)));
        if (outputPlanes === 1) {
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
      const outputA = output + <usize>image * outputStride * outputPlanes + (group >> 3);
      const outputB = outputA + outputStride * outputPlanes;
      store<u64>(outputA, lowA);
      store<u64>(outputB, lowB);
      if (outputPlanes === 2) {
        store<u64>(outputA + outputStride, highA);
        store<u64>(outputB + outputStride, highB);
      }
    }
  }
}

/** Of the products of a tile's images and its rows of weights (the second follows the first), those that are -1. */
function negativeProducts<Activation>(a: usize, b: usize, weights: usize, stride: usize): v128 {
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
      const highA = isBoolean<Activation>() ? lowA : v128.load(a + stride + at);
      const highB = isBoolean<Activation>() ? lowB : v128.load(b + stride + at);
      onesA0 = i8x16.add(onesA0, i8x16.popcnt(negative<Activation>(lowA, highA, weight0)));
      onesA1 = i8x16.add(onesA1, i8x16.popcnt(negative<Activation>(lowA, highA, weight1)));
      onesB0 = i8x16.add(onesB0, i8x16.popcnt(negative<Activation>(lowB, highB, weight0)));
      onesB1 = i8x16.add(onesB1, i8x16.popcnt(negative<Activation>(lowB, highB, weight1)));
    }
    counts = i32x4.add(counts, sumsOfLanes(onesA0, onesA1, onesB0, onesB1));
  }
  return counts;
}

/** Whether each of 128 products is -1. */
function negative<Activation>(low: v128, high: v128, weight: v128): v128 {
  return isBoolean<Activation>() ? v128.xor(low, weight) : v128.andnot(low, v128.xor(high, weight));
}

/** Inputs of a tile's images that are not 0, the same for both of its rows. */
function nonzeroInputs(a: usize, b: usize, stride: usize): v128 {
  let counts = i32x4.splat(0);
  for (let at: usize = 0; at < stride; at += 16) {
    const onesA = i8x16.popcnt(v128.load(a + at));
    const onesB = i8x16.popcnt(v128.load(b + at));
    counts = i32x4.add(counts, sumsOfLanes(onesA, onesA, onesB, onesB));
  }
  return counts;
}

/** The sum of the 16 lanes of each, in the order of a tile: image A with row 0, A with 1, B with 0, B with 1. */
function sumsOfLanes(a0: v128, a1: v128, b0: v128, b1: v128): v128 {
  const a = halfSums(i16x8.extadd_pairwise_i8x16_u(a0), i16x8.extadd_pairwise_i8x16_u(a1));
  const b = halfSums(i16x8.extadd_pairwise_i8x16_u(b0), i16x8.extadd_pairwise_i8x16_u(b1));
  return i32x4.add(i32x4.shuffle(a, b, 0, 2, 4, 6), i32x4.shuffle(a, b, 1, 3, 5, 7));
}

/** The sum of the 8 lanes of each, still in two parts. */
function halfSums(x: v128, y: v128): v128 {
  return i32x4.extadd_pairwise_i16x8_u(i16x8.add(i64x2.shuffle(x, y, 0, 2), i64x2.shuffle(x, y, 1, 3)));
}
