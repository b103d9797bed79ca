import { Move, moved } from './move';
import { storeFirst } from './requantize';

/** Bits that an addend has more than its result; see power-of-two.ts. */
const GUARD_BITS: i32 = 2;

/** Sums of two tensors of 16-bit integers with power-of-two scales. */
@unmanaged
export class Add {
  elements: i32;
  /** Bits that the addends are shifted right by. */
  readA: i32;
  readB: i32;
  move: Move;
}

export function addIntegers(layer: Add, a: usize, b: usize, output: usize): void {
  const elements = layer.elements;
  for (let index = 0; index < elements; index += 8) {
    const at = (<usize>index) << 1;
    const valuesA = v128.load(a + at);
    const valuesB = v128.load(b + at);
    const low = i32x4.add(
      addend(i32x4.extend_low_i16x8_s(valuesA), layer.readA),
      addend(i32x4.extend_low_i16x8_s(valuesB), layer.readB),
    );
    const high = i32x4.add(
      addend(i32x4.extend_high_i16x8_s(valuesA), layer.readA),
      addend(i32x4.extend_high_i16x8_s(valuesB), layer.readB),
    );
    storeFirst(moved(layer.move, low, high), output + at, (<usize>min(elements - index, 8)) << 1);
  }
}

function addend(values: v128, shift: i32): v128 {
  return i32x4.shr_s(i32x4.shl(values, GUARD_BITS), shift);
}
