import type { Pipeline } from '../../sim/core/index.js';
import { simulateEvents } from '../../sim/core/index.js';

/** Frames with many divisors, so that most periods divide them. */
const MANY = 55_440;

/**
 * Cycles a frame in the long run, from two runs of which one has twice as many frames; infinite for a deadlock.
 * @param build the pipeline for a number of frames
 */
export function intervalOfLongRun(build: (frames: number) => Pipeline): number {
  const [some, twice] = [MANY, 2 * MANY].map((frames) => simulateEvents(build(frames)));
  if (some.deadlock !== null || twice.deadlock !== null) return Number.POSITIVE_INFINITY;
  return (twice.cycles - some.cycles) / MANY;
}
