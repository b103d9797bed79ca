import type { CauseCycles } from '../core/causes.js';
import type { PipelineTiming } from '../core/engine/result.js';
import { busyCycles, type Pipeline } from '../core/pipeline.js';
import type { FabricProgram } from './program.js';

/** The estimate that other tools stop at: every image takes as long as the slowest layer's ideal cycles. */
export function estimateAnalytically({ pipeline, placements }: FabricProgram): PipelineTiming {
  return timingOfInterval(pipeline, Math.max(...placements.map(({ idealCycles }) => idealCycles)));
}

/**
 * The timing of a pipeline that takes `interval` cycles for every frame. It knows no FIFO, no stall and no fill; what a block
 * is not busy counts as waiting for input. Streams have no high-water mark.
 */
export function timingOfInterval({ blocks, streams, frames }: Pipeline, interval: number): PipelineTiming {
  const cycles = interval * frames;
  const causes = (busy: number): CauseCycles => ({ busy, waitInput: cycles - busy, waitOutput: 0, fill: 0, drain: 0 });
  return {
    cycles,
    firstFrameCycles: interval,
    blocks: blocks.map(({ name, unit, loops }) => {
      const busy = loops.reduce((sum, loop) => sum + busyCycles(loop), 0);
      return { name, unit, causes: causes(Math.min(cycles, busy)) };
    }),
    streams: streams.map(({ name, depth }) => ({ name, depth, highWater: 0 })),
    deadlock: null,
  };
}
