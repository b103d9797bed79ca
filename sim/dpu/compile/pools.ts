import { valueRange } from '../../nn/data-type.js';
import { fixPosition } from '../../nn/fix-position.js';
import type { Layer } from '../../nn/network.js';
import { outputRange } from '../../nn/output-range.js';
import { shiftBetween } from '../../nn/power-of-two.js';

/** Values of the field of a pool's shift, from which on it goes to the right. (facts/dpu.md section 5.3) */
const RIGHT = 8;
/** Bits that a pool can shift to the left. */
const MOST_LEFT = RIGHT - 1;
const INT8 = { min: -128, max: 127 };

/** Field of the shift of a pool to the scale of its output: below 8 to the left, from 8 on to the right. */
export function poolShift(layer: Layer): number {
  const left = shiftLeft(layer);
  // Further to the left a largest value is 0 or saturates, as it does by the most that there is; averages are not compiled.
  return left >= 0 ? Math.min(left, MOST_LEFT) : RIGHT - left;
}

/** What a pool asks for that the DPU's does not do; undefined where there is nothing. */
export function beyondPools(layer: Layer): string | undefined {
  const left = shiftLeft(layer);
  if (layer.op !== 'integerMaxPool' && left > MOST_LEFT) {
    return `shifts its averages by ${left} bits to the left, and the DPU by at most ${MOST_LEFT}`;
  }
  const { min, max } = outputRange(layer);
  const given = left === 0 ? valueRange(layer.inputType) : INT8;
  return min > given.min || max < given.max ? 'clamps what it pools, and the DPU does not' : undefined;
}

/** Bits to the left from the scale of a layer's input to that of its output, where both are powers of two; else 0. */
function shiftLeft({ inputType, outputType }: Layer): number {
  const known = [inputType, outputType].every(({ scale }) => fixPosition(scale) !== undefined);
  return known ? shiftBetween(inputType.scale, outputType.scale) : 0;
}
