import type { Run } from '../core/run.js';
import { errorPercent, formatError, formatNumber } from './numbers.js';
import type { Trace } from './trace.js';

type Measurable = Pick<Run, 'network' | 'board' | 'clockMHz' | 'images' | 'microseconds'>;

/** What was measured of the same job on silicon, and how far the model is from it, where that is known. */
export function measuredSentences(run: Measurable, traces: readonly Trace[]): string[] {
  return traces
    .filter(({ board, images, clockMHz }) => board === run.board && images === run.images && clockMHz === run.clockMHz)
    .flatMap(({ rows, source }) =>
      rows
        .filter(({ network, layer }) => network === run.network && layer === undefined)
        .filter(({ measured }) => measured.microseconds !== undefined)
        .map(({ measured: { microseconds } }) => {
          const error = formatError(errorPercent(run.microseconds, microseconds));
          return `measured: ${formatNumber(microseconds, 2)} us (${source}); the model differs by ${error}`;
        }),
    );
}
