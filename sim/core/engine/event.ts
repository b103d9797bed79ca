import type { Pipeline } from '../pipeline.js';
import { EventMachine } from './event-machine.js';
import type { EngineOptions, PipelineTiming } from './result.js';
import { SteadyState } from './steady-state.js';
import { OutOfRhythm } from './timetable.js';
import { FRAMES_KEPT, mayDrift, TwoRhythms } from './two-rhythms.js';

/**
 * Computes only stream accesses, and jumps from one to the next. Blocks take turns; each goes on until an access depends
 * on one that has not been computed yet. The result is that of `tick`, cycle for cycle.
 *
 * Frames are fed one by one. When the state of the whole pipeline between two frames has been seen before, the frames
 * in between repeat for ever, and all but the last are skipped exactly; so are the frames of a long drift. `steadyState: false`
 * computes them all.
 */
export function simulateEvents(
  pipeline: Pipeline,
  options: EngineOptions & { readonly steadyState?: boolean } = {},
): PipelineTiming {
  const isWhole = options.steadyState === false || options.recorder !== undefined;
  const machine = isWhole ? new EventMachine(pipeline, options) : fed(pipeline, options, mayDrift(pipeline));
  machine.settle();
  return machine.finish();
}

/** A machine to which all frames but the last have been fed, skipping what repeats; then the limit is lifted. */
function fed(pipeline: Pipeline, options: EngineOptions, drifts: boolean): EventMachine {
  const machine = new EventMachine(pipeline, options, drifts ? FRAMES_KEPT : 0);
  const source = machine.onlySource();
  if (source === undefined) return machine;
  const { frames } = pipeline;
  const rhythms = drifts ? TwoRhythms.of(machine, source) : null;
  let steady = new SteadyState(machine.blocks, machine.streams, machine.ends);
  try {
    for (let frame = 1; frame < frames; frame++) {
      machine.feed(source, frame);
      const left = frames - 1 - frame;
      const skipped = steady.skip(left);
      const carried = skipped > 0 ? 0 : (rhythms?.carry(frame, left) ?? 0);
      if (carried > 0) steady = new SteadyState(machine.blocks, machine.streams, machine.ends);
      frame += skipped + carried;
    }
  } catch (error) {
    if (error instanceof OutOfRhythm) return fed(pipeline, options, false);
    throw error;
  }
  machine.feed(source, Number.POSITIVE_INFINITY);
  return machine;
}
