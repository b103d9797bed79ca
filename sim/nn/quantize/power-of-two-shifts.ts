import type { PowerOfTwoRequantization } from '../integer-layers.js';

/**
 * Fix positions that the DPU's shifts can connect. (facts/dpu.md section 5.2)
 */

/** Fix positions around a layer with weights. */
export interface LayerPositions {
  readonly input: number;
  readonly weights: number;
  readonly bias: number;
  readonly output: number;
}

/** Most bits that sums are shifted right, and biases left. */
const MAX_SHIFT = 16;
/** Bits of the registers that biases are shifted in, and of integers. */
const REGISTER_BITS = 24;
const INTEGER_BITS = 8;

/**
 * The same positions, with those of weights and bias moved as far as the shifts demand: weights + input - output lies in
 * [0, 16], weights + input - bias in [min(0, shift - 16), 16], where shift is the first of the two. That weights and biases are
 * what is moved, and not activations, is our choice: others depend on these.
 */
export function allowedPositions({ input, weights, bias, output }: LayerPositions): LayerPositions {
  const shift = within(weights + input - output, 0, MAX_SHIFT);
  const product = shift + output;
  const biasShift = within(product - bias, Math.min(0, -(REGISTER_BITS - (INTEGER_BITS + shift))), MAX_SHIFT);
  return { input, weights: product - input, bias: product - biasShift, output };
}

/** The shifts of a layer whose positions are allowed ones. */
export function shiftsOf({ input, weights, bias, output }: LayerPositions, leaky = false): PowerOfTwoRequantization {
  return { rule: 'powerOfTwo', biasShift: weights + input - bias, shift: weights + input - output, leaky };
}

/** The position of tensors that a concatenation puts into one: the coarsest, at which none overflows. */
export function commonPosition(positions: readonly number[]): number {
  return Math.min(...positions);
}

function within(value: number, least: number, largest: number): number {
  return Math.min(Math.max(value, least), largest);
}
