import type { PackedMatrixLayer } from '../packed-network.js';

/**
 * Sum of the signed products of a vector and a row of weights. Over planes of bits it is the sum of the inputs without their
 * signs, less what the negative products are worth with the one plane of weights and with the other, and only these are
 * counted for every row. Where there is one plane of weights, it is both.
 * @param inputs sum of the inputs without their signs
 */
export function sumOfProducts(
  layer: PackedMatrixLayer,
  weights: Uint32Array,
  row: number,
  vector: Uint32Array,
  inputs: number,
): number {
  const { rows, weightPlanes } = layer;
  const { format, planes, planeWords } = layer.vector;
  if (format === 'integers') return sumOfIntegerProducts(weights, row * planeWords, vector, planeWords);
  const count =
    format === 'bits'
      ? negativeBipolarProducts
      : format === 'ternary'
        ? negativeTernaryProducts
        : negativeUnsignedProducts;
  const negative = count(weights, row * planeWords, vector, planeWords, planes);
  if (weightPlanes === 1) return inputs - 2 * negative;
  return inputs - negative - count(weights, (rows + row) * planeWords, vector, planeWords, planes);
}

/** Sum of the inputs of a vector without their signs: of ternary ones, as many as are not 0. */
export function sumOfInputs({ vector: lanes, columns }: PackedMatrixLayer, vector: Uint32Array): number {
  const { format, planes, planeWords } = lanes;
  if (format === 'bits' || format === 'integers') return columns;
  let sum = 0;
  for (let plane = 0; plane < (format === 'ternary' ? 1 : planes); plane++) {
    for (let word = 0; word < planeWords; word++) sum += onesInWord(vector[plane * planeWords + word]) << plane;
  }
  return sum;
}

function sumOfIntegerProducts(weights: Uint32Array, from: number, vector: Uint32Array, words: number): number {
  let sum = 0;
  for (let word = 0; word < words; word++) {
    const inputs = vector[word];
    const factors = weights[from + word];
    sum += ((inputs << 16) >> 16) * ((factors << 16) >> 16) + (inputs >> 16) * (factors >> 16);
  }
  return sum;
}

function negativeBipolarProducts(weights: Uint32Array, from: number, vector: Uint32Array, words: number): number {
  let ones = 0;
  for (let word = 0; word < words; word++) ones += onesInWord(vector[word] ^ weights[from + word]);
  return ones;
}

function negativeTernaryProducts(weights: Uint32Array, from: number, vector: Uint32Array, words: number): number {
  let ones = 0;
  for (let word = 0; word < words; word++) {
    ones += onesInWord(vector[word] & ~(vector[words + word] ^ weights[from + word]));
  }
  return ones;
}

/** A 1 in plane p is worth 2^p. */
function negativeUnsignedProducts(
  weights: Uint32Array,
  from: number,
  vector: Uint32Array,
  words: number,
  planes: number,
): number {
  let sum = 0;
  for (let plane = 0; plane < planes; plane++) {
    let ones = 0;
    for (let word = 0; word < words; word++) ones += onesInWord(vector[plane * words + word] & ~weights[from + word]);
    sum += ones << plane;
  }
  return sum;
}

/** Population count of 32 bits: sums of 2, 4 and 8 neighbours, then of the four bytes. */
function onesInWord(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
