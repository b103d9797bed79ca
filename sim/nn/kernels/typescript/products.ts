import type { PackedMatrixLayer } from '../packed-network.js';

/**
 * Sum of the signed products of a vector and a row of weights. Over bits it is the number of inputs that are not 0, less the
 * products that are -1 with the one plane of weights and with the other, and only these are counted for every row. Where
 * there is one plane of weights, it is both.
 * @param nonzero inputs that are not 0
 */
export function sumOfProducts(layer: PackedMatrixLayer, row: number, vector: Uint32Array, nonzero: number): number {
  const { rows, weightPlanes, input } = layer;
  if (input.format === 'integers') return sumOfIntegerProducts(layer, row, vector);
  const count = input.format === 'bits' ? negativeBipolarProducts : negativeTernaryProducts;
  const negative = count(layer, row, vector);
  return nonzero - negative - (weightPlanes === 1 ? negative : count(layer, rows + row, vector));
}

/** Inputs of a vector that are not 0. */
export function nonzeroInputs({ input, columns, vectorWords }: PackedMatrixLayer, vector: Uint32Array): number {
  if (input.format !== 'ternary') return columns;
  let ones = 0;
  for (let word = 0; word < vectorWords; word++) ones += onesInWord(vector[word]);
  return ones;
}

function sumOfIntegerProducts({ weights, vectorWords }: PackedMatrixLayer, row: number, vector: Uint32Array): number {
  const from = row * vectorWords;
  let sum = 0;
  for (let word = 0; word < vectorWords; word++) {
    const inputs = vector[word];
    const factors = weights[from + word];
    sum += ((inputs << 16) >> 16) * ((factors << 16) >> 16) + (inputs >> 16) * (factors >> 16);
  }
  return sum;
}

function negativeBipolarProducts(
  { weights, vectorWords }: PackedMatrixLayer,
  row: number,
  vector: Uint32Array,
): number {
  const from = row * vectorWords;
  let ones = 0;
  for (let word = 0; word < vectorWords; word++) ones += onesInWord(vector[word] ^ weights[from + word]);
  return ones;
}

function negativeTernaryProducts(
  { weights, vectorWords }: PackedMatrixLayer,
  row: number,
  vector: Uint32Array,
): number {
  const from = row * vectorWords;
  let ones = 0;
  for (let word = 0; word < vectorWords; word++) {
    ones += onesInWord(vector[word] & ~(vector[vectorWords + word] ^ weights[from + word]));
  }
  return ones;
}

/** Population count of 32 bits: sums of 2, 4 and 8 neighbours, then of the four bytes. */
function onesInWord(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
