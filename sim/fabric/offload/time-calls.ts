import { deadlockSentence } from '../../core/deadlock.js';
import { simulateEvents } from '../../core/engine/event.js';
import type { PipelineTiming } from '../../core/engine/result.js';
import { tick } from '../../core/engine/tick.js';
import { busyCycles, type Pipeline } from '../../core/pipeline.js';
import type { Engine } from '../../core/run.js';
import { timingOfInterval } from '../analytic.js';
import { computePipeline } from './compute-pipeline.js';
import type { OffloadProgram, Pass } from './program.js';

/** A pass with the timing of its compute call. */
export interface TimedPass extends Pass {
  readonly timing: PipelineTiming;
}

/** Times the compute calls of all passes, equal ones once. */
export function timeCalls({ overlay, board, passes }: OffloadProgram, engine: Engine): TimedPass[] {
  const timings = new Map<string, PipelineTiming>();
  return passes.map((pass) => {
    const key = JSON.stringify(pass.call);
    const timing =
      timings.get(key) ?? time(computePipeline(pass.call, overlay, board.offload.loopOverhead.value), engine);
    timings.set(key, timing);
    return { ...pass, timing };
  });
}

function time(pipeline: Pipeline, engine: Engine): PipelineTiming {
  const timing = engine === 'analytic' ? timingOfInterval(pipeline, busiest(pipeline)) : run(pipeline, engine);
  if (timing.deadlock !== null) throw new Error(deadlockSentence(timing.deadlock));
  return timing;
}

function run(pipeline: Pipeline, engine: Exclude<Engine, 'analytic'>): PipelineTiming {
  return engine === 'event' ? simulateEvents(pipeline) : tick(pipeline);
}

function busiest({ blocks }: Pipeline): number {
  return Math.max(...blocks.map(({ loops }) => loops.reduce((sum, loop) => sum + busyCycles(loop), 0)));
}
