import type { BlockRunner } from './block-runner.js';
import type { EventStream, StreamPosition } from './event-stream.js';
import type { Rhythms, Timetable } from './timetable.js';

/** A stream with the timetables of its two ends and where it stood after the anchor. */
export interface TimedStream {
  readonly stream: EventStream;
  readonly position: StreamPosition;
  readonly wordsPerFrame: number;
  readonly readsPerFrame: number;
  /** Null for a stream that is written and read within a stretch. */
  readonly words: Timetable | null;
  readonly slots: Timetable | null;
  /** Frames back to which words or slots still matter. */
  readonly lagFrames: number;
}

/** Thrown where accesses are not those of the timetables. */
export class OutOfRhythm extends Error {}

/** A stretch at the end of a frame. */
interface Moment {
  readonly state: readonly number[];
  readonly cycle: number;
  readonly totals: readonly (readonly number[])[];
}

/**
 * Blocks that follow each other, mostly one, run apart from the others: these do at the stretch's streams what the timetables
 * say, and what the stretch does there must be what the timetables say, too. Frames in which everybody keeps to one rhythm,
 * and has kept to it for as long as it matters, repeat themselves; all others are computed.
 */
export class Stretch {
  private readonly moments = new Map<number, Moment>();
  private readonly cycles: Float64Array;
  private readonly freeUntil: number;
  private readonly heldFrom: number;
  private readonly lagFrames: number;

  /**
   * @param periodFrames frames after which the blocks do the same again, if everybody else does
   * @param feed lets the source, if it is one of the blocks, offer words up to the end of a frame
   */
  constructor(
    private readonly blocks: readonly BlockRunner[],
    private readonly inputs: readonly TimedStream[],
    private readonly inside: readonly TimedStream[],
    private readonly outputs: readonly TimedStream[],
    private readonly periodFrames: number,
    private readonly rhythms: Rhythms,
    private readonly feed: (frame: number) => void,
  ) {
    const around = [...inputs, ...outputs];
    const timetables = around.flatMap(({ words, slots }) => [words!, slots!]);
    this.freeUntil = Math.min(...timetables.map(({ freeUntil }) => freeUntil));
    this.heldFrom = Math.max(...timetables.map(({ heldFrom }) => heldFrom));
    this.lagFrames = Math.max(...around.map(({ lagFrames }) => lagFrames));
    this.cycles = new Float64Array(Math.max(...around.map(({ wordsPerFrame }) => wordsPerFrame)));
  }

  /** Runs the frames from the one after the anchor up to `end`, exclusive. Throws OutOfRhythm. */
  run(end: number): void {
    this.stand(1);
    for (let frame = 1; frame < end; ) {
      this.runFrame(frame++);
      this.moments.set(frame, this.moment());
      const rhythm = this.rhythmUntil(frame, end);
      if (rhythm !== null) frame += this.repeat(frame, rhythm.cycles, rhythm.until - frame);
      this.moments.delete(frame - this.periodFrames - 1);
    }
  }

  /** The rhythm in which everything has been for long enough when `frame` begins, and the frame until which it stays there. */
  private rhythmUntil(frame: number, end: number): { readonly cycles: number; readonly until: number } | null {
    const since = frame - this.periodFrames - this.lagFrames;
    if (since < 0) return null;
    if (frame <= this.freeUntil) return { cycles: this.rhythms.free, until: Math.min(this.freeUntil, end) };
    return since >= this.heldFrom ? { cycles: this.rhythms.held, until: end } : null;
  }

  /** Puts the streams around it where they are when a frame begins. */
  private stand(frame: number): void {
    for (const { stream, position, wordsPerFrame, readsPerFrame, words, slots } of [...this.inputs, ...this.outputs]) {
      const frames = frame - 1;
      stream.stand(position, frames * wordsPerFrame, frames * readsPerFrame, words!.cycleOf, slots!.cycleOf);
    }
  }

  private runFrame(frame: number): void {
    const { cycles } = this;
    for (const { stream, words } of this.inputs) {
      words!.frame(frame, cycles);
      stream.offer('words', cycles, words!.wordsPerFrame);
    }
    for (const { stream, slots } of this.outputs) {
      slots!.frame(frame, cycles);
      stream.offer('slots', cycles, slots!.wordsPerFrame);
    }
    this.feed(frame);
    for (let moved = true; moved; ) {
      moved = false;
      for (const block of this.blocks) moved = block.advance() || moved;
    }
    for (const { stream, slots, position, wordsPerFrame } of this.inputs) {
      slots!.frame(frame, cycles);
      const isRight =
        stream.freedCount === position.freedCount + frame * wordsPerFrame &&
        stream.agrees('slots', cycles, wordsPerFrame);
      if (!isRight) throw new OutOfRhythm(`in frame ${frame} block ${(this.blocks[0] as any).setup.block.name} freed ${stream.freedCount - position.freedCount} of ${frame*wordsPerFrame}; first ${[...stream.lastCycles('slots', wordsPerFrame)].map((c,i)=>[i,c,cycles[i]]).filter(([i,c,d])=>c!==d).slice(0,3).join('|')}`);
    }
    for (const { stream, words, position, wordsPerFrame } of this.outputs) {
      words!.frame(frame, cycles);
      const isRight =
        stream.writeCount === position.writeCount + frame * wordsPerFrame &&
        stream.agrees('words', cycles, wordsPerFrame);
      if (!isRight) throw new OutOfRhythm(`out frame ${frame} block ${(this.blocks[0] as any).setup.block.name} wrote ${stream.writeCount - position.writeCount} of ${frame*wordsPerFrame}; first ${[...stream.lastCycles('words', wordsPerFrame)].map((c,i)=>[i,c,cycles[i]]).filter(([i,c,d])=>c!==d).slice(0,3).join('|')}`);
    }
  }

  private moment(): Moment {
    const cycle = this.blocks[0].writeCycle;
    const state: number[] = [];
    for (const block of this.blocks) block.capture(state, cycle);
    for (const { stream, position } of this.inside) {
      const { words, slots, place, writeCount } = stream.snapshot();
      state.push(place, words.length, ...words.map((at) => at - cycle), ...slots.map((at) => at - cycle));
      if (writeCount < position.writeCount) throw new OutOfRhythm();
    }
    return { state, cycle, totals: this.blocks.map((block) => block.totals()) };
  }

  /** Repeats the last period as often as it fits into so many frames; returns the frames gone. */
  private repeat(frame: number, rhythmCycles: number, frames: number): number {
    const { periodFrames, blocks, inside, moments } = this;
    const [before, now] = [moments.get(frame - periodFrames), moments.get(frame)!];
    const shift = periodFrames * rhythmCycles;
    const isSame =
      before !== undefined &&
      now.cycle - before.cycle === shift &&
      now.state.length === before.state.length &&
      now.state.every((value, index) => value === before.state[index]);
    if (!isSame) return 0;
    const growths = now.totals.map((totals, block) => totals.map((total, item) => total - before.totals[block][item]));
    const times = Math.min(
      Math.floor(frames / periodFrames),
      ...blocks.map((block, index) => block.periodsLeft(growths[index])),
    );
    if (times === 0) return 0;
    for (const [index, block] of blocks.entries()) block.skip(times, growths[index], times * shift);
    for (const { stream, wordsPerFrame, readsPerFrame } of inside) {
      stream.skip(times, periodFrames * wordsPerFrame, periodFrames * readsPerFrame, shift, shift);
    }
    moments.clear();
    this.stand(frame + times * periodFrames);
    return times * periodFrames;
  }
}
