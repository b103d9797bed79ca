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

/**
 * Binary search, a stage for each output bit, that never stands still: a counter of credits lets in only as many beats as
 * the queue behind it can take. So it is a memory with a long latency.
 */
export function finnThresholding(
  place: UnitPlace,
  { outputBits, deepPipeline, createBody }: ThresholdingParameters,
  { thresholdingOverhead, thresholdingCredits }: FinnLibrary,
): Parts {
  const stages = deepPipeline ? 2 * outputBits : outputBits;
  const memory = {
    name: place.output,
    bits: place.outputBits,
    depth: stages + thresholdingCredits.value,
    latencyCycles: stages + thresholdingOverhead.value,
  };
  return { blocks: [accept(place, place.output, createBody)], streams: [memory] };
}
