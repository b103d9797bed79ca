import { thresholdCount } from './data-type.js';
import type { MatrixLayer } from './network.js';

/** Thresholds of each row of a layer: 0 where its output is the accumulator itself. */
export function thresholdsPerRow({ thresholded, outputType }: Pick<MatrixLayer, 'thresholded' | 'outputType'>): number {
  return thresholded ? thresholdCount(outputType) : 0;
}
