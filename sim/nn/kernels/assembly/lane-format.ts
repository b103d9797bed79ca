/** What a lane holds (see packed-tensor.ts). */
export enum LaneFormat {
  Bits,
  Ternary,
  Unsigned,
  Integers,
  Scores,
}
