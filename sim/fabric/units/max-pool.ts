import type { Block } from '../../core/pipeline.js';
import { type RoundArithmetic, roundBody } from './round-body.js';
import { hlsUnit, series, type UnitParameters } from './unit.js';

/** Square windows side by side on a square feature map. */
export interface PoolShape {
  /** K: side of a window. */
  readonly kernel: number;
  /** D: side of the feature map, a multiple of K. */
  readonly dim: number;
}

export interface MaxPoolParameters extends UnitParameters, PoolShape {
  /** Cycles from one read to the next. */
  readonly readInterval: number;
  /** Cycles between the reading phase and the writing phase. */
  readonly phaseGap: number;
  /** From K rows of pixels to a row of results; absent where only time is asked for. */
  readonly arithmetic?: (() => RoundArithmetic) | undefined;
}

/** What keeps a pool from a shape, or undefined where nothing does. */
export function poolProblem({ kernel, dim }: PoolShape): string | undefined {
  return dim % kernel === 0 ? undefined : `found an input side of ${dim}, allowed: a multiple of the kernel, ${kernel}`;
}

/**
 * A max pool whose words are whole pixels. It keeps a row of results: it reads K rows of D words, then writes D/K words;
 * the two do not overlap. A round is a row of windows. (facts/bnn-pynq.md sections 4 and 6)
 * Throws RangeError for a shape with a `poolProblem`.
 */
export function maxPool(parameters: MaxPoolParameters): Block {
  const { name, frames, kernel, dim, readInterval, phaseGap, arithmetic } = parameters;
  const problem = poolProblem(parameters);
  if (problem !== undefined) throw new RangeError(`${name}: ${problem}`);
  const results = dim / kernel;
  const writingFrom = kernel * dim * readInterval + phaseGap;
  const writes = series(results, (result) => writingFrom + result);
  return hlsUnit(
    'maxPool',
    parameters,
    {
      rounds: frames * results,
      iterationsPerRound: writingFrom + results,
      depthCycles: 1,
      reads: series(kernel * dim, (word) => word * readInterval),
      writes,
    },
    arithmetic && (() => roundBody(writes, arithmetic())),
  );
}
