import type { BlockRunner } from './block-runner.js';
import type { EventStream } from './event-stream.js';
import { sameNumbers } from './same-numbers.js';
import type { TimedStream } from './timed-stream.js';
import { OutOfRhythm, type Rhythms } from './timetable.js';

/**
 * Blocks that follow each other, mostly one, and the streams that they read, write, or both write and read, these with words and
 * reads of a frame.
 */
export interface StretchParts {
  readonly blocks: readonly BlockRunner[];
  readonly inputs: readonly TimedStream[];
  readonly inside: readonly { readonly stream: EventStream; readonly words: number; readonly reads: number }[];
  readonly outputs: readonly TimedStream[];
}

/** Accesses that may still be computed before a search is given up. */
export interface Budget {
  accesses: number;
}

/** Where a stretch stands when a frame begins: all cycles relative to `cycle`. */
interface Moment {
  readonly cycle: number;
  readonly state: readonly number[];
  readonly totals: readonly (readonly number[])[];
}

/**
 * Blocks that run apart from all others: these do at the stretch's streams what the timetables say, and the stretch must do
 * there what the timetables say, too. Frames in which everybody keeps to one rhythm, and has kept to it for as long as it
 * matters, are copies of each other; all others are computed.
 */
export class Stretch {
  /** By frame, as far back as a period. */
  private readonly moments = new Map<number, Moment>();
  private readonly freeUntil: number;
  private readonly heldFrom: number;
  private readonly lagFrames: number;
  private readonly accessesPerFrame: number;

  /**
   * @param periodFrames frames after which the blocks do the same again if everybody else does
   * @param feed lets the source offer words up to the end of a frame
   */
  constructor(
    private readonly parts: StretchParts,
    private readonly periodFrames: number,
    private readonly rhythms: Rhythms,
    private readonly feed: (frame: number) => void,
  ) {
    const timetables = this.around.flatMap(({ timetables: { words, slots } }) => [words, slots]);
    this.freeUntil = Math.min(...timetables.map(({ freeUntil }) => freeUntil));
    this.heldFrom = Math.max(...timetables.map(({ heldFrom }) => heldFrom));
    this.lagFrames = Math.max(...this.around.map(({ lagFrames }) => lagFrames));
    const outside = this.around.reduce((sum, { wordsPerFrame }) => sum + wordsPerFrame, 0);
    this.accessesPerFrame = parts.inside.reduce((sum, { words }) => sum + 2 * words, outside);
  }

  private get around(): TimedStream[] {
    return [...this.parts.inputs, ...this.parts.outputs];
  }

  /**
   * Goes from the end of the anchor to where frame `end` begins, and takes what it computes from the budget.
   * @throws OutOfRhythm where the stretch does something else than the timetables say or ends, or the budget is used up
   */
  run(end: number, budget: Budget): void {
    for (const stream of this.around) stream.stand(1);
    for (let frame = 1; frame < end; ) {
      budget.accesses -= this.accessesPerFrame;
      if (budget.accesses < 0) throw new OutOfRhythm();
      this.runFrame(frame++);
      this.moments.set(frame, this.moment());
      frame += this.repeat(frame, end);
      this.moments.delete(frame - this.periodFrames - 1);
    }
  }

  private runFrame(frame: number): void {
    const { blocks, inputs, outputs } = this.parts;
    for (const stream of inputs) stream.offer('words', frame);
    for (const stream of outputs) stream.offer('slots', frame);
    this.feed(frame);
    for (let moved = true; moved; ) {
      moved = false;
      for (const block of blocks) moved = block.advance() || moved;
    }
    for (const stream of inputs) stream.check('slots', frame);
    for (const stream of outputs) stream.check('words', frame);
    if (blocks.some(({ finished }) => finished)) throw new OutOfRhythm();
  }

  private moment(): Moment {
    const { blocks, inside } = this.parts;
    const cycle = blocks[0].writeCycle;
    const state: number[] = [];
    for (const block of blocks) block.capture(state, cycle);
    for (const { stream } of inside) {
      const { words, slots, place } = stream.snapshot();
      state.push(place, words.length);
      for (const at of [...words, ...slots]) state.push(at - cycle);
    }
    return { cycle, state, totals: blocks.map((block) => block.totals()) };
  }

  /** Repeats the period before `frame` as often as everybody keeps to a rhythm before `end`; returns the frames gone. */
  private repeat(frame: number, end: number): number {
    const { moments, periodFrames, rhythms } = this;
    const since = frame - periodFrames - this.lagFrames;
    const isHeld = since >= this.heldFrom;
    const until = isHeld ? end : Math.min(end, this.freeUntil);
    const shift = periodFrames * (isHeld ? rhythms.held : rhythms.free);
    const [before, now] = [moments.get(frame - periodFrames), moments.get(frame)!];
    if (since < 0 || before === undefined) return 0;
    if (now.cycle - before.cycle !== shift || !sameNumbers(now.state, before.state)) return 0;
    const { blocks, inside } = this.parts;
    const growths = now.totals.map((totals, block) => totals.map((total, item) => total - before.totals[block][item]));
    const times = Math.min(
      Math.floor((until - frame) / periodFrames),
      ...blocks.map((block, index) => block.periodsLeft(growths[index])),
    );
    if (times <= 0) return 0;
    for (const [index, block] of blocks.entries()) block.skip(times, growths[index], times * shift);
    for (const { stream, words, reads } of inside) {
      stream.skip(times, periodFrames * words, periodFrames * reads, shift, shift);
    }
    moments.clear();
    for (const stream of this.around) stream.stand(frame + times * periodFrames);
    return times * periodFrames;
  }
}
