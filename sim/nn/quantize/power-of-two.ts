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
  const finder = new PositionFinder(options);
  do {
    for (const part of parts) finder.see(part);
  } while (finder.again());
  return finder.position;
}

/** Finds the fix position of a tensor that is seen part by part, once for its range and, where `again` says so, for errors. */
export class PositionFinder {
  private readonly bits: number;
  private readonly round: (value: number) => number;
  private readonly errorOf: ErrorOf | undefined;
  private least = 0;
  private largest = 0;
  /** The position without overflow, when the range is known. */
  private coarsest: number | undefined;
  /** Of the coarsest position and the finer ones. */
  private readonly errors = new Float64Array(1 + FINER_POSITIONS);

  constructor({ method = 'leastSquares', bits = 8, halves = 'up', depthwise = false }: PositionOptions = {}) {
    this.bits = bits;
    this.round = ROUNDINGS[halves];
    if (method !== 'noOverflow') this.errorOf = method === 'leastRelative' && depthwise ? relativeError : squaredError;
  }

  /** @param values finite real numbers */
  see(values: Float32Array): void {
    if (this.coarsest === undefined) this.widenRange(values);
    else this.addErrors(values, this.coarsest);
  }

  /** Whether all parts must be seen again, in the same order. */
  again(): boolean {
    if (this.coarsest !== undefined) return false;
    this.coarsest = positionWithoutOverflow(this.least, this.largest, this.bits);
    return this.errorOf !== undefined && this.coarsest !== ZERO_POSITION;
  }

  /** When nothing must be seen again. */
  get position(): number {
    const { coarsest, errors } = this;
    if (coarsest === undefined) throw new Error('the range is not known yet');
    return coarsest + errors.indexOf(Math.min(...errors));
  }

  private widenRange(values: Float32Array): void {
    for (const value of values) {
      this.least = Math.min(this.least, value);
      this.largest = Math.max(this.largest, value);
    }
  }

  private addErrors(values: Float32Array, coarsest: number): void {
    const { round, errorOf = squaredError } = this;
    const { min, max } = rangeOf(this.bits);
    for (let finer = 0; finer < this.errors.length; finer++) {
      const [toInteger, scale] = [2 ** (coarsest + finer), scaleOf(coarsest + finer)];
      let sum = 0;
      for (const value of values) {
        const integer = Math.min(Math.max(round(value * toInteger), min), max);
        sum += errorOf(value, integer * scale);
      }
      this.errors[finer] += sum;
    }
  }
}

function positionWithoutOverflow(least: number, largest: number, bits: number): number {
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

function squaredError(value: number, quantized: number): number {
  return (value - quantized) ** 2;
}

/** A zero is always exact. */
function relativeError(value: number, quantized: number): number {
  return value === 0 ? 0 : Math.sqrt(Math.abs((value - quantized) / value));
}
