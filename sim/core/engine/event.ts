import type { Pipeline } from '../pipeline.js';
import { EventMachine, type FrameSource } from './event-machine.js';
import type { EngineOptions, PipelineTiming } from './result.js';
import { SteadyState } from './steady-state.js';
import { OutOfRhythm } from './stretch.js';
import { TwoRhythms } from './two-rhythms.js';

/**
 * Computes only stream accesses, and jumps from one to the next. Blocks take turns; each goes on until an access depends
 * on one that has not been computed yet. The result is that of `tick`, cycle for cycle.
 *
 * Frames are fed one by one. When the state of the whole pipeline between two frames has been seen before, the frames
 * in between repeat for ever, and all but the last are skipped exactly (`steadyState: false` computes them all).
 */
export function simulateEvents(
  pipeline: Pipeline,
  options: EngineOptions & { readonly steadyState?: boolean } = {},
): PipelineTiming {
  const isWhole = options.steadyState === false || options.recorder !== undefined;
  let machine = new EventMachine(pipeline, options);
  const source = machine.onlySource();
  if (!isWhole && source !== undefined) {
    try {
      feedFrames(machine, source, new TwoRhythms(machine, source));
    } catch (error) {
      if (!(error instanceof OutOfRhythm)) throw error;
      machine = new EventMachine(pipeline, options);
      feedFrames(machine, machine.onlySource()!, null);
    }
  }
  machine.settle();
  return machine.finish();
}

/** Feeds all frames but the last, skipping what repeats; then lifts the limit. */
function feedFrames(machine: EventMachine, source: FrameSource, rhythms: TwoRhythms | null): void {
  const { frames } = machine.pipeline;
  const steady = new SteadyState(machine.blocks, machine.streams, machine.ends);
  for (let frame = 1, skipped = 0; frame + skipped < frames; frame++) {
    machine.feed(source, frame + skipped);
    const carried = rhythms?.carry(frame + skipped, frames - 1 - frame - skipped) ?? 0;
    skipped += carried > 0 ? carried : steady.skip(frames - 1 - frame - skipped);
  }
  machine.feed(source, Number.POSITIVE_INFINITY);
}
