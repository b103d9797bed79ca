import type { Deadlock } from '../deadlock.js';
import type { Pipeline } from '../pipeline.js';
import type { BlockRunner } from './block-runner.js';
import { busiestOf, withHeldBlock } from './busiest-block.js';
import { EventMachine, type FrameSource } from './event-machine.js';
import { SteadyState } from './steady-state.js';

/** How fast a pipeline takes frame after frame. */
export interface Interval {
  /** Cycles from one frame to the next in the long run; of a deadlock infinite. */
  readonly cyclesPerFrame: number;
  /** Whether it is that of the steady state; else it is the mean of the second half of the frames that were simulated. */
  readonly steady: boolean;
  /** In the order of the streams: the largest number of words at the end of a cycle, as far as it was simulated. */
  readonly highWater: readonly number[];
  readonly deadlock: Deadlock | null;
}

/** Frames that are simulated before the other start is tried. */
const FIRST_TRIAL = 12;

/**
 * Feeds a pipeline until it is seen to be in its steady state, or `maxFrames` are through.
 *
 * In the long run it does not matter how the pipeline was started, for how long it takes to get there it does: where a front
 * is little faster than a slow block, it fills the streams before it for thousands of frames. So it is started in two ways
 * by turns: as it is, and with its busiest block held back until everything before it is full.
 * @param pipeline of more frames than will be simulated, with a single source that feeds every frame alike, and a sink
 */
export function measureInterval(pipeline: Pipeline, maxFrames: number): Interval {
  const usual = new Trial(pipeline);
  const held = new Trial(withHeldBlock(pipeline, busiestOf(pipeline, [...pipeline.blocks.keys()]).at(-1)!));
  for (let frames = Math.min(FIRST_TRIAL, maxFrames); ; frames = Math.min(2 * frames, maxFrames)) {
    const found = usual.run(frames) ?? held.run(frames);
    if (found !== undefined) return { ...found, highWater: usual.highWater };
    if (frames === maxFrames) return { ...usual.mean(), highWater: usual.highWater };
  }
}

/** One way to start a pipeline. */
class Trial {
  private readonly machine: EventMachine;
  private readonly source: FrameSource;
  private readonly sink: BlockRunner;
  private readonly steady: SteadyState;
  private readonly progress: { readonly frames: number; readonly cycle: number }[] = [];
  /** Frames that were fed, those that were skipped included. */
  private frames = 0;

  constructor(private readonly pipeline: Pipeline) {
    const machine = new EventMachine(pipeline, {});
    const source = machine.onlySource();
    if (source === undefined || machine.sink === undefined) {
      throw new RangeError(`${pipeline.name} has no single source and no sink to measure between`);
    }
    this.machine = machine;
    this.source = source;
    this.sink = machine.sink;
    this.steady = new SteadyState(machine.blocks, machine.streams, machine.ends);
  }

  get highWater(): number[] {
    return this.machine.streams.map((stream) => stream.highWater);
  }

  /** Goes on until so many frames have been computed; undefined if the interval is not known then. */
  run(frames: number): Omit<Interval, 'highWater'> | undefined {
    const { machine, source, steady, sink, progress } = this;
    while (progress.length < frames) {
      this.frames++;
      machine.feed(source, this.frames);
      // A source that may go on and has not waits for ever.
      if (source.stream.writeCount < this.frames * source.frameWords) {
        return { cyclesPerFrame: Number.POSITIVE_INFINITY, steady: true, deadlock: machine.finish().deadlock };
      }
      progress.push({ frames: this.frames, cycle: sink.readCycle });
      this.frames += steady.skip(this.pipeline.frames - 1 - this.frames);
      const { period } = steady;
      if (period !== null) return { cyclesPerFrame: period.cycles / period.frames, steady: true, deadlock: null };
    }
    return undefined;
  }

  /** The second half of the frames that were fed. */
  mean(): Omit<Interval, 'highWater'> {
    const { progress } = this;
    const last = progress[progress.length - 1];
    const middle = progress.find(({ frames }) => frames >= last.frames / 2)!;
    const cyclesPerFrame =
      middle === last ? last.cycle + 1 : (last.cycle - middle.cycle) / (last.frames - middle.frames);
    return { cyclesPerFrame, steady: false, deadlock: null };
  }
}
