import type { PackedMatrixLayer } from '../packed-network.js';
import { planesOf } from '../packed-tensor.js';

/**
 * The matrix times each vector, and thresholds; the vectors give the output's pixels. Over bits, the signed sum of products is
 * the number of inputs that are not 0, less the products that are -1 with the one plane of weights and with the other,
 * and only these are counted for every row. Where there is one plane of weights, it is both.
 */
export function multiply(layer: PackedMatrixLayer, vectors: Uint32Array, output: Uint32Array): void {
  const { rows, thresholds } = layer;
  const { pixels, pixelWords, planeWords, format } = layer.output;
  const pitch = planesOf(layer.input.format) * layer.vectorWords;
  output.fill(0);
  for (let pixel = 0; pixel < pixels; pixel++) {
    const vector = vectors.subarray(pixel * pitch, (pixel + 1) * pitch);
    const nonzero = nonzeroInputs(layer, vector);
    const to = pixel * pixelWords;
    for (let row = 0; row < rows; row++) {
      const sum = sumOfProducts(layer, row, vector, nonzero);
      if (format === 'scores') {
        output[to + row] = sum;
        continue;
      }
      const word = to + (row >>> 5);
      const first = sum > thresholds[row] ? 1 : 0;
      if (format === 'bits') {
        output[word] |= first << row;
      } else {
        const second = sum > thresholds[rows + row] ? 1 : 0;
        output[word] |= (first ^ second ^ 1) << row;
        output[word + planeWords] |= (first ^ 1) << row;
      }
    }
  }
}

function sumOfProducts(layer: PackedMatrixLayer, row: number, vector: Uint32Array, nonzero: number): number {
  const { rows, weightPlanes, input } = layer;
  if (input.format === 'integers') return sumOfIntegerProducts(layer, row, vector);
  const count = input.format === 'bits' ? negativeBipolarProducts : negativeTernaryProducts;
  const negative = count(layer, row, vector);
  return nonzero - negative - (weightPlanes === 1 ? negative : count(layer, rows + row, vector));
}

function sumOfIntegerProducts({ weights, vectorWords }: PackedMatrixLayer, row: number, vector: Uint32Array): number {
  const from = row * vectorWords;
  let sum = 0;
  for (let word = 0; word < vectorWords; word++) {
    const pair = vector[word];
    const weightPair = weights[from + word];
    sum += ((pair << 16) >> 16) * ((weightPair << 16) >> 16) + (pair >> 16) * (weightPair >> 16);
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

function nonzeroInputs({ input, columns, vectorWords }: PackedMatrixLayer, vector: Uint32Array): number {
  if (input.format !== 'ternary') return columns;
  let ones = 0;
  for (let word = 0; word < vectorWords; word++) ones += onesInWord(vector[word]);
  return ones;
}

/** Population count of 32 bits: sums of 2, 4 and 8 neighbours, then of the four bytes. */
function onesInWord(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
