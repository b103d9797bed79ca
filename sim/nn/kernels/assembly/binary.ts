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
 * Weights: `rows` planes of `stride` bytes. Thresholds: for each row one i32 for a 1-bit output, two ascending ones for a
 * ternary output (`outputPlanes` is 1 or 2); the sum is compared with them strictly.
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
  const rowOfThresholds = (<usize>outputPlanes) << 2;
  for (let group = 0; group < rows; group += 64) {
    const groupEnd = min(group + 64, rows);
    for (let image = 0; image < images; image += 2) {
      const a = input + <usize>image * pitch;
      const b = a + pitch;
      const nonzeroA = isBoolean<Activation>() ? columns : onesInPlane(a, stride);
      const nonzeroB = isBoolean<Activation>() ? columns : onesInPlane(b, stride);
      let lowA: u64 = 0;
      let highA: u64 = 0;
      let lowB: u64 = 0;
      let highB: u64 = 0;
      for (let row = group; row < groupEnd; row += 2) {
        const w0 = weights + <usize>row * stride;
        const w1 = w0 + stride;
        let negativeA0 = 0;
        let negativeA1 = 0;
        let negativeB0 = 0;
        let negativeB1 = 0;
        for (let chunk: usize = 0; chunk < stride; chunk += CHUNK) {
          const chunkEnd = min(chunk + CHUNK, stride);
          let onesA0 = i8x16.splat(0);
          let onesA1 = i8x16.splat(0);
          let onesB0 = i8x16.splat(0);
          let onesB1 = i8x16.splat(0);
          for (let at = chunk; at < chunkEnd; at += 16) {
            const weight0 = v128.load(w0 + at);
            const weight1 = v128.load(w1 + at);
            onesA0 = i8x16.add(onesA0, i8x16.popcnt(negativeProducts<Activation>(a + at, stride, weight0)));
            onesA1 = i8x16.add(onesA1, i8x16.popcnt(negativeProducts<Activation>(a + at, stride, weight1)));
            onesB0 = i8x16.add(onesB0, i8x16.popcnt(negativeProducts<Activation>(b + at, stride, weight0)));
            onesB1 = i8x16.add(onesB1, i8x16.popcnt(negativeProducts<Activation>(b + at, stride, weight1)));
          }
          negativeA0 += sumOfLanes(onesA0);
          negativeA1 += sumOfLanes(onesA1);
          negativeB0 += sumOfLanes(onesB0);
          negativeB1 += sumOfLanes(onesB1);
        }
        const sumA0 = nonzeroA - 2 * negativeA0;
        const sumA1 = nonzeroA - 2 * negativeA1;
        const sumB0 = nonzeroB - 2 * negativeB0;
        const sumB1 = nonzeroB - 2 * negativeB1;
        const from = thresholds + <usize>row * rowOfThresholds;
        const bit = <u64>(row - group);
        const firstA = passed(sumA0, sumA1, from, rowOfThresholds);
        const firstB = passed(sumB0, sumB1, from, rowOfThresholds);
        if (outputPlanes === 1) {
          lowA |= firstA << bit;
          lowB |= firstB << bit;
        } else {
          const secondA = passed(sumA0, sumA1, from + 4, rowOfThresholds);
          const secondB = passed(sumB0, sumB1, from + 4, rowOfThresholds);
          lowA |= (firstA ^ secondA ^ 3) << bit;
          lowB |= (firstB ^ secondB ^ 3) << bit;
          highA |= (firstA ^ 3) << bit;
          highB |= (firstB ^ 3) << bit;
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

/** Bits of the 128 products at `input` that are -1. */
function negativeProducts<Activation>(input: usize, stride: usize, weight: v128): v128 {
  if (isBoolean<Activation>()) return v128.xor(v128.load(input), weight);
  const low = v128.load(input);
  const high = v128.load(input + stride);
  return v128.andnot(low, v128.xor(high, weight));
}

/** For each row of a tile, from the lowest bit, whether its sum is above the threshold at `threshold`, `pitch` bytes a row. */
function passed(sum0: i32, sum1: i32, threshold: usize, pitch: usize): u64 {
  return u64(sum0 > load<i32>(threshold)) | (u64(sum1 > load<i32>(threshold + pitch)) << 1);
}

function onesInPlane(plane: usize, stride: usize): i32 {
  let ones = 0;
  for (let at: usize = 0; at < stride; at += 16) ones += sumOfLanes(i8x16.popcnt(v128.load(plane + at)));
  return ones;
}

function sumOfLanes(bytes: v128): i32 {
  const sums = i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(bytes));
  return (
    i32x4.extract_lane(sums, 0) +
    i32x4.extract_lane(sums, 1) +
    i32x4.extract_lane(sums, 2) +
    i32x4.extract_lane(sums, 3)
  );
}
