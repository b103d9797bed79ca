import type { CauseCycles } from '../core/causes.js';
import type { PipelineTiming } from '../core/engine/result.js';
import { busyCycles } from '../core/pipeline.js';
import type { FabricProgram } from './program.js';

/**
 * The estimate that other tools stop at: every image takes as long as the slowest layer's ideal cycles. It knows no
 * FIFO, no stall and no fill; what a block is not busy counts as waiting for input. Streams have no high-water mark.
 */
export function estimateAnalytically({ pipeline, placements, design }: FabricProgram): PipelineTiming {
  const slowest = Math.max(...placements.map(({ idealCycles }) => idealCycles));
  const cycles = slowest * design.images;
  const causes = (busy: number): CauseCycles => ({ busy, waitInput: cycles - busy, waitOutput: 0, fill: 0, drain: 0 });
  return {
    cycles,
    firstFrameCycles: slowest,
    blocks: pipeline.blocks.map(({ name, unit, loops }) => {
      const busy = loops.reduce((sum, loop) => sum + busyCycles(loop), 0);
      return { name, unit, causes: causes(Math.min(cycles, busy)) };
    }),
    streams: pipeline.streams.map(({ name, depth }) => ({ name, depth, highWater: 0 })),
    deadlock: null,
  };
}
