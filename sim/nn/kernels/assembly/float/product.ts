/** A matrix of 32-bit floating-point weights, of one group of a layer. */
@unmanaged
export class FloatProduct {
  columns: i32;
  rows: i32;
  /** Eight rows after eight rows, filled up with zeros: of each column a weight for every row. */
  weights: usize;
  /** A number for each row, filled up with zeros to a multiple of eight. */
  bias: usize;
}

/**
 * Products of the matrix and `count` vectors of real numbers, plus biases. A tile is eight rows by four vectors; lane r of a
 * sum is row r, whose products are added column by column, as the reference does.
 * @param pitch bytes from a vector to the next
 * @param outputPitch bytes from the outputs of a vector to those of the next
 */
export function multiplyFloats(
  product: FloatProduct,
  vectors: usize,
  pitch: usize,
  count: i32,
  output: usize,
  outputPitch: usize,
): void {
  const rows = product.rows;
  const columns = <usize>product.columns;
  let weights = product.weights;
  for (let row = 0; row < rows; row += 8, weights += columns << 5) {
    const bias = product.bias + ((<usize>row) << 2);
    const biasLow = v128.load(bias);
    const biasHigh = v128.load(bias, 16);
    const to = output + ((<usize>row) << 2);
    const left = rows - row;
    for (let vector = 0; vector < count; vector += 4) {
      const b = min(vector + 1, count - 1);
      const c = min(vector + 2, count - 1);
      const d = min(vector + 3, count - 1);
      const fromA = vectors + <usize>vector * pitch;
      const fromB = vectors + <usize>b * pitch;
      const fromC = vectors + <usize>c * pitch;
      const fromD = vectors + <usize>d * pitch;
      let lowA = f32x4.splat(0);
      let highA = f32x4.splat(0);
      let lowB = f32x4.splat(0);
      let highB = f32x4.splat(0);
      let lowC = f32x4.splat(0);
      let highC = f32x4.splat(0);
      let lowD = f32x4.splat(0);
      let highD = f32x4.splat(0);
      for (let column: usize = 0; column < columns; column++) {
        const low = v128.load(weights + (column << 5));
        const high = v128.load(weights + (column << 5), 16);
        const valueA = v128.load32_splat(fromA + (column << 2));
        lowA = f32x4.add(lowA, f32x4.mul(valueA, low));
        highA = f32x4.add(highA, f32x4.mul(valueA, high));
        const valueB = v128.load32_splat(fromB + (column << 2));
        lowB = f32x4.add(lowB, f32x4.mul(valueB, low));
        highB = f32x4.add(highB, f32x4.mul(valueB, high));
        const valueC = v128.load32_splat(fromC + (column << 2));
        lowC = f32x4.add(lowC, f32x4.mul(valueC, low));
        highC = f32x4.add(highC, f32x4.mul(valueC, high));
        const valueD = v128.load32_splat(fromD + (column << 2));
        lowD = f32x4.add(lowD, f32x4.mul(valueD, low));
        highD = f32x4.add(highD, f32x4.mul(valueD, high));
      }
      storeSums(lowA, highA, biasLow, biasHigh, to + <usize>vector * outputPitch, left);
      storeSums(lowB, highB, biasLow, biasHigh, to + <usize>b * outputPitch, left);
      storeSums(lowC, highC, biasLow, biasHigh, to + <usize>c * outputPitch, left);
      storeSums(lowD, highD, biasLow, biasHigh, to + <usize>d * outputPitch, left);
    }
  }
}

function storeSums(low: v128, high: v128, biasLow: v128, biasHigh: v128, to: usize, count: i32): void {
  storeFloats(f32x4.add(low, biasLow), to, count);
  if (count > 4) storeFloats(f32x4.add(high, biasHigh), to + 16, count - 4);
}

/** The first numbers of a vector, at most four. */
export function storeFloats(vector: v128, to: usize, count: i32): void {
  if (count >= 4) {
    v128.store(to, vector);
    return;
  }
  v128.store32_lane(to, vector, 0);
  if (count > 1) v128.store32_lane(to + 4, vector, 1);
  if (count > 2) v128.store32_lane(to + 8, vector, 2);
}
