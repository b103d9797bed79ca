/** How sums become outputs; see `Requantization` in integer-layers.ts. A rule without multiplier has multipliers of 1. */
@unmanaged
export class Requantization {
  /** A number of 32 bits for each output, the bias already shifted. */
  bias: usize;
  multipliers: usize;
  /** Whether multipliers are floating-point numbers: products are rounded half to even, and not shifted. */
  floating: i32;
  shift: i32;
  min: i32;
  max: i32;
  /** Bytes of an output: 2, or 4 where the layer is the last one. */
  bytes: i32;
}

/** Makes outputs `first` to `first + 7` of their sums, and stores the first `count` of them at `to`. */
export function storeOutputs(rule: Requantization, first: i32, low: v128, high: v128, to: usize, count: i32): void {
  const at = (<usize>first) << 2;
  const outputsLow = requantize(rule, low, at);
  const outputsHigh = requantize(rule, high, at + 16);
  if (rule.bytes === 2) {
    storeFirst(i16x8.narrow_i32x4_s(outputsLow, outputsHigh), to, (<usize>min(count, 8)) << 1);
    return;
  }
  storeFirst(outputsLow, to, (<usize>min(count, 4)) << 2);
  if (count > 4) storeFirst(outputsHigh, to + 16, (<usize>min(count - 4, 4)) << 2);
}

/** Of four sums whose parameters begin `at` bytes into their arrays. */
function requantize(rule: Requantization, sums: v128, at: usize): v128 {
  const biased = i32x4.add(sums, v128.load(rule.bias + at));
  const multipliers = v128.load(rule.multipliers + at);
  const shifted =
    rule.floating !== 0
      ? i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(f32x4.convert_i32x4_s(biased), multipliers)))
      : i32x4.shr_s(i32x4.mul(biased, multipliers), rule.shift);
  return i32x4.min_s(i32x4.max_s(shifted, i32x4.splat(rule.min)), i32x4.splat(rule.max));
}

/** The first bytes of a vector, an even number of them. */
export function storeFirst(vector: v128, to: usize, bytes: usize): void {
  if (bytes === 16) {
    v128.store(to, vector);
    return;
  }
  if ((bytes & 8) > 0) {
    v128.store64_lane(to, vector, 0);
    vector = i64x2.shuffle(vector, vector, 1, 1);
    to += 8;
  }
  if ((bytes & 4) > 0) {
    v128.store32_lane(to, vector, 0);
    vector = i64x2.shr_u(vector, 32);
    to += 4;
  }
  if ((bytes & 2) > 0) v128.store16_lane(to, vector, 0);
}
