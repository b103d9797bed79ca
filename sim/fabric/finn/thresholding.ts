import type { BlockBody } from '../../core/pipeline.js';
import type { Parts } from '../builder.js';
import type { FinnLibrary } from './library.js';
import { accept, type UnitPlace } from './unit.js';

/** Parameters of a thresholding unit that its timing depends on. */
export interface ThresholdingParameters {
  readonly outputBits: number;
  /** Two stages for each output bit instead of one. */
  readonly deepPipeline: boolean;
  /** Absent where only the order of the beats matters. */
  readonly createBody?: (() => BlockBody) | undefined;
}

/** A unit that never stands still. */
export interface RequantizerParameters {
  readonly stages: number;
  readonly createBody?: (() => BlockBody) | undefined;
}

/** Binary search, a stage for each output bit. */
export function finnThresholding(
  place: UnitPlace,
  { outputBits, deepPipeline, createBody }: ThresholdingParameters,
  library: FinnLibrary,
): Parts {
  return finnRequantizer(place, { stages: deepPipeline ? 2 * outputBits : outputBits, createBody }, library);
}

/**
 * Stages that never stand still: a counter of credits lets in only as many beats as the queue behind them can take. So they
 * are a memory with a long latency.
 */
export function finnRequantizer(
  place: UnitPlace,
  { stages, createBody }: RequantizerParameters,
  { thresholdingOverhead, thresholdingCredits }: FinnLibrary,
): Parts {
  const memory = {
    name: place.output,
    bits: place.outputBits,
    depth: stages + thresholdingCredits.value,
    latencyCycles: stages + thresholdingOverhead.value,
  };
  return { blocks: [accept(place, place.output, createBody)], streams: [memory] };
}
