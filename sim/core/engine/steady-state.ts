import type { StreamEnds } from '../pipeline.js';
import type { BlockRunner } from './block-runner.js';
import type { EventStream, StreamSnapshot } from './event-stream.js';
import { sameNumbers } from './same-numbers.js';

/** Frames between the first checkpoints. */
const DENSE = 32;

/** Where the blocks stand after a number of frames. */
interface Moment {
  /** Frames since the last skip. */
  readonly age: number;
  /** For each block the cycle of its last write and of its last read, its state relative to the former, and its totals. */
  readonly blocks: readonly {
    readonly writeCycle: number;
    readonly readCycle: number;
    readonly state: readonly number[];
    readonly totals: readonly number[];
  }[];
}

/** The state of the whole pipeline at a moment. */
interface Checkpoint extends Moment {
  readonly streams: readonly StreamSnapshot[];
}

/**
 * Finds out that a pipeline repeats itself, by comparing each whole state with one that is kept from some frames ago (as in
 * Brent's cycle detection), and moves it forward by whole periods.
 *
 * The state is what has been computed when the source has offered a given number of frames and no block can go on; it does
 * not depend on the order in which the blocks were visited. It holds where each block stands in its round, and when each
 * word was written and each free slot freed.
 *
 * A block repeats itself with a shift in time of its own. Where the two ends of a stream shift alike, equal distances in
 * time have equal futures. Where they drift apart (a fast front fills the FIFOs before a slow block), neither must have
 * waited for the other in the period, and the one that catches up may do so until its least slack is used up.
 */
export class SteadyState {
  private age = 0;
  private kept: Checkpoint | null = null;
  /** Frames of the period that is to be seen once more after the kept state; 0 if any will do. */
  private awaited = 0;
  /** Frames and cycles of a period in which no blocks drift apart, once one has been seen: it repeats for ever. */
  period: { readonly frames: number; readonly cycles: number } | null = null;

  constructor(
    private readonly blocks: readonly BlockRunner[],
    private readonly streams: readonly EventStream[],
    private readonly ends: readonly StreamEnds[],
  ) {}

  /**
   * To be called after each frame. If the state was seen before, moves the pipeline forward by as many periods as the drift
   * allows and as end within `framesLeft` frames and before any block's last round; returns the number of frames skipped.
   */
  skip(framesLeft: number): number {
    this.age++;
    if (!this.blocks.every((block) => !block.finished && block.inLastLoop)) return 0;
    const { kept } = this;
    const moment = this.moment();
    if (kept !== null && this.age - kept.age >= this.awaited && sameBlocks(moment, kept)) {
      const most = this.mostPeriods(kept, moment, framesLeft);
      const now = most > 0 ? this.checkpoint(moment) : null;
      const periods = now === null ? 0 : this.periodsAhead(kept, now, most);
      const period = moment.age - kept.age;
      if (periods > 0 && !this.drifts(kept, moment)) {
        this.period = { frames: period, cycles: shiftOf(kept, moment, 0) };
      }
      if (now !== null && periods > 0 && (period === this.awaited || this.isForeseeable(kept, now))) {
        this.move(kept, now, periods);
        this.age = 0;
        this.keep(null, 0);
        return periods * period;
      }
      if (now !== null && periods > 0) {
        this.keep(now, period);
        return 0;
      }
    }
    if (kept === null || this.age >= nextAge(kept.age)) this.keep(this.checkpoint(moment), 0);
    return 0;
  }

  /** Keeps a checkpoint to compare with, for a period of the awaited length if that is not 0. */
  private keep(checkpoint: Checkpoint | null, awaited: number): void {
    this.kept = checkpoint;
    this.awaited = awaited;
    for (const stream of this.streams) stream.resetSlacks();
  }

  /**
   * Whether high-water marks in the periods ahead follow from this one. Where the ends of a stream drift apart, words to come
   * may meet words of before this period. Either its history reaches back to them, or the period must be seen once more: then
   * it is long, and they are of the first of the two.
   */
  private isForeseeable(before: Checkpoint, now: Checkpoint): boolean {
    return this.streams.every((stream, index) => {
      const words = now.streams[index].writeCount - before.streams[index].writeCount;
      return this.driftOf(before, now, index) === 0 || stream.remembers(words);
    });
  }

  private moment(): Moment {
    const blocks = this.blocks.map((block) => {
      const { writeCycle, readCycle } = block;
      const state: number[] = [];
      block.capture(state, writeCycle);
      return { writeCycle, readCycle, state, totals: block.totals() };
    });
    return { age: this.age, blocks };
  }

  private checkpoint(moment: Moment): Checkpoint {
    return { ...moment, streams: this.streams.map((stream) => stream.snapshot()) };
  }

  /** How many periods can follow at most: what frames, rounds and slacks allow, whatever the streams hold. */
  private mostPeriods(before: Moment, now: Moment, framesLeft: number): number {
    let periods = Math.floor(framesLeft / (now.age - before.age));
    this.blocks.forEach((block, index) => {
      periods = Math.min(periods, block.periodsLeft(growthOf(before, now, index)));
    });
    this.streams.forEach(({ readSlack, writeSlack }, index) => {
      const drift = this.driftOf(before, now, index);
      if (drift !== 0)
        periods = Math.min(periods, periodsOfSlack(readSlack, drift), periodsOfSlack(writeSlack, -drift));
    });
    return periods;
  }

  /** How many periods like the one from `before` to `now` can follow, at most `most`; 0 if it was none. */
  private periodsAhead(before: Checkpoint, now: Checkpoint, most: number): number {
    let periods = most;
    for (let index = 0; index < this.streams.length && periods > 0; index++) {
      periods = Math.min(periods, this.periodsOfStream(before, now, index));
    }
    // A stream fills up while its ends drift apart: the last such period is computed, which shows how far.
    return this.drifts(before, now) ? periods - 1 : periods;
  }

  private drifts(before: Moment, now: Moment): boolean {
    return this.ends.some((_, index) => this.driftOf(before, now, index) !== 0);
  }

  /** By how much more the reader of a stream is shifted than its writer. */
  private driftOf(before: Moment, now: Moment, index: number): number {
    const { writer, reader } = this.ends[index];
    return shiftOf(before, now, reader) - shiftOf(before, now, writer);
  }

  /** How many periods the contents of a stream allow. */
  private periodsOfStream(before: Checkpoint, now: Checkpoint, index: number): number {
    const { writer, reader } = this.ends[index];
    const stream = this.streams[index];
    const [writerShift, readerShift] = [shiftOf(before, now, writer), shiftOf(before, now, reader)];
    const [a, b] = [before.streams[index], now.streams[index]];
    if (a.place !== b.place || a.words.length !== b.words.length || a.slots.length !== b.slots.length) return 0;
    const drift = this.driftOf(before, now, index);
    const atOnce = (moment: Moment, side: 'words' | 'slots', cycle: number) => {
      const { readCycle, writeCycle } = moment.blocks[side === 'words' ? reader : writer];
      return stream.usableFrom(side, cycle) <= (side === 'words' ? readCycle : writeCycle) + 1;
    };
    const repeats = (side: 'words' | 'slots', shift: number) =>
      b[side].every((cycle, place) => {
        const earlier = a[side][place];
        if (cycle - earlier === shift) return true;
        return drift === 0 && atOnce(before, side, earlier) && atOnce(now, side, cycle);
      });
    if (!repeats('words', writerShift)) return 0;
    if (drift !== 0 && b.unusedSlots > 0) return Math.floor(b.unusedSlots / (b.writeCount - a.writeCount));
    return repeats('slots', readerShift) ? Number.POSITIVE_INFINITY : 0;
  }

  private move(before: Checkpoint, now: Checkpoint, periods: number): void {
    this.blocks.forEach((block, index) => {
      block.skip(periods, growthOf(before, now, index), periods * shiftOf(before, now, index));
    });
    this.streams.forEach((stream, index) => {
      const { writer, reader } = this.ends[index];
      const [a, b] = [before.streams[index], now.streams[index]];
      const words = b.writeCount - a.writeCount;
      if (words === 0) return;
      const shifts = [shiftOf(before, now, writer), shiftOf(before, now, reader)] as const;
      stream.skip(periods, words, b.readCount - a.readCount, ...shifts);
    });
  }
}

/** Cycles of a block between two moments. */
function shiftOf(before: Moment, now: Moment, block: number): number {
  return now.blocks[block].writeCycle - before.blocks[block].writeCycle;
}

function growthOf(before: Moment, now: Moment, block: number): number[] {
  const { totals } = before.blocks[block];
  return now.blocks[block].totals.map((total, item) => total - totals[item]);
}

/** How often a slack can grow by so much, or shrink, without falling below nothing. */
function periodsOfSlack(slack: number, growth: number): number {
  if (slack < 0) return 0;
  return growth >= 0 ? Number.POSITIVE_INFINITY : Math.floor(slack / -growth);
}

/** The age of the checkpoint after one of this age: further and further apart, so that every period is found. */
function nextAge(age: number): number {
  return age < DENSE ? 2 * age : age + Math.max(DENSE, Math.floor(age / 4));
}

function sameBlocks(a: Moment, b: Moment): boolean {
  return a.blocks.every(({ state }, block) => sameNumbers(state, b.blocks[block].state));
}
