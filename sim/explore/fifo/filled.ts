import { simulateEvents } from '../../core/engine/event.js';
import type { Depths, FifoProblem } from './problem.js';

/** Frames after which FIFOs have been as full as they get where blocks are about as fast as each other. */
const FRAMES = 3;

/**
 * Depths of which no FIFO was full when each could hold a frame: what FINN's sizing with large FIFOs does (facts/finn.md
 * section 5), in one simulation. Deeper than need be, and enough for that many frames.
 */
export function filledDepths({ sites, given, buildFor }: FifoProblem): Depths {
  const frameDeep = sites.map(({ name, wordsPerFrame }) => [name, Math.max(wordsPerFrame, given.get(name)!)] as const);
  const { streams } = simulateEvents(buildFor(new Map(frameDeep), FRAMES));
  const peakOf = new Map(streams.map(({ name, highWater }) => [name, highWater]));
  return new Map(sites.map(({ name, stream, least }) => [name, Math.max(least, peakOf.get(stream)! + 1)]));
}
