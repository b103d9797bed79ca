import { scaleOf } from '../fix-position.js';
import { clampTo } from '../output-range.js';

/**
 * How a tensor of real numbers gets its fix position, as vai_q_tensorflow 1.4 does it. (facts/dpu.md section 5.2)
 */

/**
 * - `noOverflow` (method 0): the finest position at which no number is clamped by more than half a unit.
 * - `leastSquares` (method 1): of that position and the next finer ones the one with the least sum of squared errors.
 * - `leastRelative` (method 2): the same, with the least sum of square roots of relative errors where the tensor is the weights
 *   of a depthwise convolution.
 */
export type PositionMethod = 'noOverflow' | 'leastSquares' | 'leastRelative';

/** Halves: away from 0, as weights and biases are rounded; up, as the DPU rounds activations. */
export type Halves = 'awayFromZero' | 'up';

export interface PositionOptions {
  /** Default: `leastSquares`. */
  readonly method?: PositionMethod;
  /** Bits of an integer. Default: 8. */
  readonly bits?: number;
  /** Default: `up`. */
  readonly halves?: Halves;
  /** Whether the tensor is the weights of a depthwise convolution. */
  readonly depthwise?: boolean;
}

/** Position of a tensor of zeros, for which every one is right. */
export const ZERO_POSITION = 127;
/** Finer positions than that without overflow that are tried. */
const FINER_POSITIONS = 4;

/**
 * The fix position of a tensor that is given in parts, as the batches of a calibration set give an activation.
 * @param parts finite real numbers
 */
export function choosePosition(parts: readonly Float32Array[], options: PositionOptions = {}): number {
  const { method = 'leastSquares', bits = 8, halves = 'up', depthwise = false } = options;
  const coarsest = positionWithoutOverflow(parts, bits);
  if (method === 'noOverflow' || coarsest === ZERO_POSITION) return coarsest;
  const errorOf = method === 'leastRelative' && depthwise ? relativeError : squaredError;
  let best = { position: coarsest, error: Number.POSITIVE_INFINITY };
  for (let position = coarsest; position <= coarsest + FINER_POSITIONS; position++) {
    const error = parts.reduce((sum, part) => sum + totalError(part, position, bits, halves, errorOf), 0);
    if (error < best.error) best = { position, error };
  }
  return best.position;
}

function positionWithoutOverflow(parts: readonly Float32Array[], bits: number): number {
  let [least, largest] = [0, 0];
  for (const part of parts) {
    for (const value of part) {
      least = Math.min(least, value);
      largest = Math.max(largest, value);
    }
  }
  const { min, max } = rangeOf(bits);
  const scale = Math.max(least / (min - 0.5), largest / (max + 0.5));
  return scale === 0 ? ZERO_POSITION : Math.min(Math.floor(-Math.log2(scale)), ZERO_POSITION);
}

/** The integers of a tensor at a fix position, saturated. */
export function quantizeAt(values: Float32Array, position: number, bits = 8, halves: Halves = 'up'): Int32Array {
  const range = rangeOf(bits);
  const round = ROUNDINGS[halves];
  return Int32Array.from(values, (value) => clampTo(range, round(value * 2 ** position)));
}

const ROUNDINGS: Readonly<Record<Halves, (value: number) => number>> = {
  awayFromZero: (value) => Math.sign(value) * Math.floor(Math.abs(value) + 0.5),
  up: (value) => Math.floor(value + 0.5),
};

function rangeOf(bits: number): { readonly min: number; readonly max: number } {
  return { min: -(2 ** (bits - 1)), max: 2 ** (bits - 1) - 1 };
}

type ErrorOf = (value: number, quantized: number) => number;

function totalError(values: Float32Array, position: number, bits: number, halves: Halves, errorOf: ErrorOf): number {
  const integers = quantizeAt(values, position, bits, halves);
  const scale = scaleOf(position);
  return values.reduce((sum, value, index) => sum + errorOf(value, integers[index] * scale), 0);
}

function squaredError(value: number, quantized: number): number {
  return (value - quantized) ** 2;
}

/** A zero is always exact. */
function relativeError(value: number, quantized: number): number {
  return value === 0 ? 0 : Math.sqrt(Math.abs((value - quantized) / value));
}
