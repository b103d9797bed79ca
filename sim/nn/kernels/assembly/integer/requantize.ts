/** How sums become outputs; see `Requantization` in integer-layers.ts. A rule without multiplier has multipliers of 1. */
@unmanaged
export class Requantization {
  /** A number of 32 bits for each output, the bias already shifted. */
  bias: usize;
  multipliers: usize;
  /**
   * 0: products with the multipliers are shifted.
   * 1: multipliers are floating-point numbers: products are rounded half to even, and not shifted.
   * 2: the DPU's leaky ReLU; biases are in units of half a sum's lowest bit, and there are no multipliers.
   */
  rule: i32;
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
  const outputs = rule.rule === 2 ? leaky(rule, sums, at) : scaled(rule, sums, at);
  return i32x4.min_s(i32x4.max_s(outputs, i32x4.splat(rule.min)), i32x4.splat(rule.max));
}

function scaled(rule: Requantization, sums: v128, at: usize): v128 {
  const biased = i32x4.add(sums, v128.load(rule.bias + at));
  const multipliers = v128.load(rule.multipliers + at);
  return rule.rule === 1
    ? i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(f32x4.convert_i32x4_s(biased), multipliers)))
    : i32x4.shr_s(i32x4.mul(biased, multipliers), rule.shift);
}

/** Exact: what is rounded has fewer bits than a 64-bit floating-point number. */
function leaky(rule: Requantization, sums: v128, at: usize): v128 {
  const bias = v128.load(rule.bias + at);
  const low = leakyPair(sums, bias, rule.shift);
  const high = leakyPair(i64x2.shuffle(sums, sums, 1, 0), i64x2.shuffle(bias, bias, 1, 0), rule.shift);
  return i64x2.shuffle(i32x4.trunc_sat_f64x2_s_zero(low), i32x4.trunc_sat_f64x2_s_zero(high), 0, 2);
}

/** Of the two low sums: the larger of a number and 26/256 of it is the number itself where it is positive. */
function leakyPair(sums: v128, bias: v128, shift: i32): v128 {
  const doubled = f64x2.mul(f64x2.convert_low_i32x4_s(sums), f64x2.splat(2));
  const biased = f64x2.add(doubled, f64x2.convert_low_i32x4_s(bias));
  const cut = f64x2.mul(biased, f64x2.splat(reinterpret<f64>((<u64>(1022 - shift)) << 52)));
  const bent = f64x2.max(cut, f64x2.mul(cut, f64x2.splat(26.0 / 256.0)));
  return f64x2.floor(f64x2.add(bent, f64x2.splat(0.5)));
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
