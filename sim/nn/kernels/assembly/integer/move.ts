/** From one power-of-two scale to another: shifted, rounded half up, clamped; see `moved` in power-of-two.ts. */
@unmanaged
export class Move {
  /** Of the two one is 0. */
  left: i32;
  right: i32;
  min: i32;
  max: i32;
}

/** Four integers, of which none leaves 32 bits when it is shifted. */
export function moveLanes(move: Move, values: v128): v128 {
  const half = (1 << move.right) >> 1;
  const shifted = i32x4.shr_s(i32x4.add(i32x4.shl(values, move.left), i32x4.splat(half)), move.right);
  return i32x4.min_s(i32x4.max_s(shifted, i32x4.splat(move.min)), i32x4.splat(move.max));
}

/** Eight integers of 32 bits, as 16-bit ones. */
export function moved(move: Move, low: v128, high: v128): v128 {
  return i16x8.narrow_i32x4_s(moveLanes(move, low), moveLanes(move, high));
}
