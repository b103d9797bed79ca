/**
 * Sums of products of a tile: two vectors, A and B, by two rows of weights, of which the second follows the first. Its four
 * sums lie in the lanes of one i32x4: A with row 0, A with row 1, B with row 0, B with row 1.
 */

/** Vectors of 16 bytes whose ones a lane of 8 bits can count. */
const CHUNK: usize = 31;

/**
 * Sums of signed products. Over planes of bits, such a sum is the sum of the inputs without their signs, less what the negative
 * products are worth with the one plane of weights and with the other, and only these are counted for every row. Where there
 * is one plane of weights, it is both.
 * @param Input bool for bits, i8 for ternary codes, u8 for unsigned ones, i16 for integers
 * @param Weight bool for one plane of bits, i8 for two, i16 for integers
 * @param inputs sums of the inputs without their signs, for each lane
 * @param plane bytes from a plane of weights to the next
 * @param planes of the inputs
 */
export function sumsOfProducts<Input, Weight>(
  a: usize,
  b: usize,
  inputs: v128,
  weights: usize,
  stride: usize,
  plane: usize,
  planes: i32,
): v128 {
  if (sizeof<Input>() === 2) return sumsOfIntegerProducts(a, b, weights, stride);
  let negative = negativeProducts<Input, Weight>(a, b, weights, stride, plane);
  if (isUnsigned<Input>()) {
    for (let input = 1; input < planes; input++) {
      const from = <usize>input * stride;
      const ones = negativeProducts<Input, Weight>(a + from, b + from, weights, stride, plane);
      negative = i32x4.add(negative, i32x4.shl(ones, input));
    }
  }
  return i32x4.sub(inputs, isTernary<Weight>() ? negative : i32x4.shl(negative, 1));
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
  return sumsOfNumbers(sumsA0, sumsA1, sumsB0, sumsB1);
}

/** How many products of a plane of inputs are -1, with all planes of weights together. */
function negativeProducts<Input, Weight>(a: usize, b: usize, weights: usize, stride: usize, plane: usize): v128 {
  const chunkBytes = (isTernary<Weight>() ? CHUNK >> 1 : CHUNK) << 4;
  let counts = i32x4.splat(0);
  for (let chunk: usize = 0; chunk < stride; chunk += chunkBytes) {
    const end = min(chunk + chunkBytes, stride);
    let onesA0 = i8x16.splat(0);
    let onesA1 = i8x16.splat(0);
    let onesB0 = i8x16.splat(0);
    let onesB1 = i8x16.splat(0);
    for (let at = chunk; at < end; at += 16) {
      const lowA = v128.load(a + at);
      const lowB = v128.load(b + at);
      const highA = isTernary<Input>() ? v128.load(a + stride + at) : lowA;
      const highB = isTernary<Input>() ? v128.load(b + stride + at) : lowB;
      const row0 = weights + at;
      const row1 = row0 + stride;
      onesA0 = i8x16.add(onesA0, negatives<Input, Weight>(lowA, highA, row0, plane));
      onesA1 = i8x16.add(onesA1, negatives<Input, Weight>(lowA, highA, row1, plane));
      onesB0 = i8x16.add(onesB0, negatives<Input, Weight>(lowB, highB, row0, plane));
      onesB1 = i8x16.add(onesB1, negatives<Input, Weight>(lowB, highB, row1, plane));
    }
    counts = i32x4.add(counts, sumsOfBytes(onesA0, onesA1, onesB0, onesB1));
  }
  return counts;
}

/** Of 128 inputs, how many have a product -1 with the weights at that address, in each byte. */
function negatives<Input, Weight>(low: v128, high: v128, weights: usize, plane: usize): v128 {
  const ones = i8x16.popcnt(negative<Input>(low, high, v128.load(weights)));
  if (!isTernary<Weight>()) return ones;
  return i8x16.add(ones, i8x16.popcnt(negative<Input>(low, high, v128.load(weights + plane))));
}

/** Whether each of 128 products is -1. */
function negative<Input>(low: v128, high: v128, weight: v128): v128 {
  if (isUnsigned<Input>()) return v128.andnot(low, weight);
  return isTernary<Input>() ? v128.andnot(low, v128.xor(high, weight)) : v128.xor(low, weight);
}

/** Sums of the inputs of a tile's vectors without their signs, the same for both of its rows. Of ternary ones it is plane 0. */
export function sumsOfInputs<Input>(a: usize, b: usize, stride: usize, planes: i32): v128 {
  let sums = onesOfInputs(a, b, stride);
  if (isUnsigned<Input>()) {
    for (let plane = 1; plane < planes; plane++) {
      const from = <usize>plane * stride;
      sums = i32x4.add(sums, i32x4.shl(onesOfInputs(a + from, b + from, stride), plane));
    }
  }
  return sums;
}

function onesOfInputs(a: usize, b: usize, stride: usize): v128 {
  let counts = i32x4.splat(0);
  for (let at: usize = 0; at < stride; at += 16) {
    const onesA = i8x16.popcnt(v128.load(a + at));
    const onesB = i8x16.popcnt(v128.load(b + at));
    counts = i32x4.add(counts, sumsOfBytes(onesA, onesA, onesB, onesB));
  }
  return counts;
}

/** Whether a type stands for two planes of bits that make ternary codes. */
export function isTernary<Type>(): bool {
  return sizeof<Type>() === 1 && isSigned<Type>() && !isBoolean<Type>();
}

/** Whether a type stands for planes of bits that make unsigned codes. */
export function isUnsigned<Type>(): bool {
  return sizeof<Type>() === 1 && !isSigned<Type>() && !isBoolean<Type>();
}

/** The sum of the 16 lanes of each, in the order of a tile. */
function sumsOfBytes(a0: v128, a1: v128, b0: v128, b1: v128): v128 {
  return joinHalves(halfSumsOfBytes(a0, a1), halfSumsOfBytes(b0, b1));
}

/** The sum of the 4 lanes of each, in the order of a tile. */
function sumsOfNumbers(a0: v128, a1: v128, b0: v128, b1: v128): v128 {
  return joinHalves(halfSumsOfNumbers(a0, a1), halfSumsOfNumbers(b0, b1));
}

/** The sum of the 16 bytes of each, in two parts. */
function halfSumsOfBytes(x: v128, y: v128): v128 {
  const pairsX = i16x8.extadd_pairwise_i8x16_u(x);
  const pairsY = i16x8.extadd_pairwise_i8x16_u(y);
  return i32x4.extadd_pairwise_i16x8_u(
    i16x8.add(i64x2.shuffle(pairsX, pairsY, 0, 2), i64x2.shuffle(pairsX, pairsY, 1, 3)),
  );
}

/** The sum of the 4 numbers of each, in two parts. */
function halfSumsOfNumbers(x: v128, y: v128): v128 {
  return i32x4.add(i64x2.shuffle(x, y, 0, 2), i64x2.shuffle(x, y, 1, 3));
}

function joinHalves(a: v128, b: v128): v128 {
  return i32x4.add(i32x4.shuffle(a, b, 0, 2, 4, 6), i32x4.shuffle(a, b, 1, 3, 5, 7));
}
