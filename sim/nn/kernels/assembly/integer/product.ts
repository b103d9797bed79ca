import { Requantization, storeOutputs } from './requantize';

/** A matrix of 16-bit weights, of one group of a layer. */
@unmanaged
export class Product {
  /** Columns, made even. */
  columns: i32;
  rows: i32;
  /** Eight rows after eight rows, filled up with zeros: of each pair of columns a pair for every row. */
  weights: usize;
  requantization: Requantization;
}

/**
 * Products of the matrix and `count` vectors of 16-bit integers, requantized. A tile is eight rows by four vectors: lane r of a
 * sum is row r, and each pair of a vector's elements is multiplied with the pairs of all rows at once. Elements behind the
 * last column meet weights of 0.
 * @param pitch bytes from a vector to the next
 * @param outputPitch bytes from the outputs of a vector to those of the next
 */
export function multiplyIntegers(
  product: Product,
  vectors: usize,
  pitch: usize,
  count: i32,
  output: usize,
  outputPitch: usize,
): void {
  const rule = product.requantization;
  const rows = product.rows;
  const pairs = product.columns >> 1;
  let weights = product.weights;
  for (let row = 0; row < rows; row += 8, weights += (<usize>pairs) << 5) {
    const to = output + <usize>row * rule.bytes;
    for (let vector = 0; vector < count; vector += 4) {
      const b = min(vector + 1, count - 1);
      const c = min(vector + 2, count - 1);
      const d = min(vector + 3, count - 1);
      const fromA = vectors + <usize>vector * pitch;
      const fromB = vectors + <usize>b * pitch;
      const fromC = vectors + <usize>c * pitch;
      const fromD = vectors + <usize>d * pitch;
      let lowA = i32x4.splat(0);
      let highA = i32x4.splat(0);
      let lowB = i32x4.splat(0);
      let highB = i32x4.splat(0);
      let lowC = i32x4.splat(0);
      let highC = i32x4.splat(0);
      let lowD = i32x4.splat(0);
      let highD = i32x4.splat(0);
      for (let pair: usize = 0; pair < <usize>pairs; pair++) {
        const low = v128.load(weights + (pair << 5));
        const high = v128.load(weights + (pair << 5), 16);
        const valueA = v128.load32_splat(fromA + (pair << 2));
        lowA = i32x4.add(lowA, i32x4.dot_i16x8_s(valueA, low));
        highA = i32x4.add(highA, i32x4.dot_i16x8_s(valueA, high));
        const valueB = v128.load32_splat(fromB + (pair << 2));
        lowB = i32x4.add(lowB, i32x4.dot_i16x8_s(valueB, low));
        highB = i32x4.add(highB, i32x4.dot_i16x8_s(valueB, high));
        const valueC = v128.load32_splat(fromC + (pair << 2));
        lowC = i32x4.add(lowC, i32x4.dot_i16x8_s(valueC, low));
        highC = i32x4.add(highC, i32x4.dot_i16x8_s(valueC, high));
        const valueD = v128.load32_splat(fromD + (pair << 2));
        lowD = i32x4.add(lowD, i32x4.dot_i16x8_s(valueD, low));
        highD = i32x4.add(highD, i32x4.dot_i16x8_s(valueD, high));
      }
      const left = rows - row;
      storeOutputs(rule, row, lowA, highA, to + <usize>vector * outputPitch, left);
      storeOutputs(rule, row, lowB, highB, to + <usize>b * outputPitch, left);
      storeOutputs(rule, row, lowC, highC, to + <usize>c * outputPitch, left);
      storeOutputs(rule, row, lowD, highD, to + <usize>d * outputPitch, left);
    }
  }
}
