import type { StreamEnds } from '../pipeline.js';
import type { BlockRunner } from './block-runner.js';
import type { EventStream } from './event-stream.js';

/** A state of the whole pipeline after a number of frames, and the totals at that moment. */
interface Checkpoint {
  readonly frame: number;
  /** Cycle of the source, to which the state is relative. */
  readonly cycle: number;
  readonly blocks: readonly number[];
  readonly streams: readonly number[];
  readonly totals: readonly (readonly number[])[];
}

/**
 * Finds out that a pipeline repeats itself, by comparing whole states (Brent's cycle detection: each state with one kept
 * from a power of two frames ago), and moves it forward by whole periods.
 *
 * The state is what has been computed when the source has offered a given number of frames and no block can go on; it
 * does not depend on the order in which the blocks were visited. It holds where each block stands in its round, and for
 * each word and each free slot how long after the source's last access it becomes usable. Equal states have equal
 * futures, shifted in time, as long as no block reaches the end of a loop in between.
 */
export class SteadyState {
  private kept: Checkpoint | null = null;

  constructor(
    private readonly blocks: readonly BlockRunner[],
    private readonly streams: readonly EventStream[],
    private readonly ends: readonly StreamEnds[],
    private readonly source: BlockRunner,
  ) {}

  /**
   * To be called after each `frame`. If its state was seen before, moves the pipeline forward by as many periods as end
   * at or before `lastFrame` and before any block's last round, and returns the number of frames skipped, maybe 0.
   */
  skip(frame: number, lastFrame: number): number {
    if (!this.blocks.every((block) => !block.finished && block.inLastLoop)) return 0;
    const cycle = this.source.writeCycle;
    const blocks = this.captureBlocks(cycle);
    const totals = this.blocks.map((block) => block.totals());
    const kept = this.kept;
    if (kept !== null && same(blocks, kept.blocks) && same(this.captureStreams(cycle), kept.streams)) {
      const period = frame - kept.frame;
      const growths = totals.map((items, block) => items.map((total, item) => total - kept.totals[block][item]));
      const roundsLeft = this.blocks.map((block, index) => block.periodsLeft(growths[index]));
      const periods = Math.min(Math.floor((lastFrame - frame) / period), ...roundsLeft);
      if (periods > 0) this.move(periods, growths, periods * (cycle - kept.cycle));
      return periods * period;
    }
    if (kept === null || frame >= 2 * kept.frame) {
      this.kept = { frame, cycle, blocks, streams: this.captureStreams(cycle), totals };
    }
    return 0;
  }

  private move(periods: number, growths: readonly (readonly number[])[], cycles: number): void {
    this.blocks.forEach((block, index) => {
      block.skip(periods, growths[index], cycles);
    });
    for (const stream of this.streams) stream.shift(cycles);
  }

  private captureBlocks(cycle: number): readonly number[] {
    const state: number[] = [];
    for (const block of this.blocks) block.capture(state, cycle);
    return state;
  }

  private captureStreams(cycle: number): readonly number[] {
    const state: number[] = [];
    this.streams.forEach((stream, index) => {
      const { writer, reader } = this.ends[index];
      stream.capture(state, cycle, this.blocks[writer].writeCycle, this.blocks[reader].readCycle);
    });
    return state;
  }
}

function same(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}
