import type { FinnLibrary } from './library.js';
import { accept, type UnitParts, type UnitPlace } from './unit.js';

/** Parameters of a thresholding unit that its timing depends on. */
export interface ThresholdingParameters {
  readonly outputBits: number;
  /** Two stages for each output bit instead of one. */
  readonly deepPipeline: boolean;
}

/**
 * Binary search, a stage for each output bit, that never stands still: a counter of credits lets in only as many beats as
 * the queue behind it can take. So it is a memory with a long latency.
 */
export function finnThresholding(
  place: UnitPlace,
  { outputBits, deepPipeline }: ThresholdingParameters,
  { thresholdingOverhead, thresholdingCredits }: FinnLibrary,
): UnitParts {
  const stages = deepPipeline ? 2 * outputBits : outputBits;
  const memory = {
    name: place.output,
    bits: place.outputBits,
    depth: stages + thresholdingCredits.value,
    latencyCycles: stages + thresholdingOverhead.value,
  };
  return { blocks: [accept(place, place.output)], streams: [memory] };
}
