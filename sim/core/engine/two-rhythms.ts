import { accessesPerFrame, type Pipeline } from '../pipeline.js';
import { leastMultiple, periodFrames, roundsPerFrame } from './block-period.js';
import { busiestOf, framesToFill, withHeldBlock } from './busiest-block.js';
import { EventMachine, type FrameSource } from './event-machine.js';
import { wordsAtOnce } from './event-stream.js';
import { FrameWatch } from './frame-watch.js';
import { type SourceFront, sourceFront } from './source-front.js';
import { type Budget, Stretch } from './stretch.js';
import { TimedStream } from './timed-stream.js';
import { type Rhythms, Timetable } from './timetable.js';

/** Frames of histories that timetables are taken from. */
export const FRAMES_KEPT = 1;
/** How many times as long as it takes to fill the pipeline a drift lasts at least, if it is worth a search for its two rhythms. */
const LEAST_FILLINGS = 8;
/** How many times as much as has been computed before a search may compute. */
const MOST_EFFORT = 12;

/** Whether a pipeline has so many frames that it may drift for long. */
export function mayDrift(pipeline: Pipeline): boolean {
  return pipeline.frames >= LEAST_FILLINGS * framesToFill(pipeline);
}

/** What is believed of a pipeline that drifts. */
interface Guess {
  readonly rhythms: Rhythms;
  /** A block that holds the others up. */
  readonly slow: number;
  /** The pipeline at the end of a frame in which everything is in this block's rhythm. */
  readonly held: EventMachine;
}

/**
 * Carries a pipeline through the frames in which a front that is little faster than a slow block fills the streams between
 * them, often many hundreds.
 *
 * Each access is then in one of two rhythms: that of the front until, frame by frame, what the slow block holds up reaches
 * back to it, and that of the slow block from then on. In the recurrence of the engine an access comes when the last of what it
 * waits for is there; so it comes in the later of two cycles, of which one moves on with the front and the other with the slow
 * block. The first are seen in a frame as soon as all blocks repeat themselves, the second in the same pipeline with the slow
 * block held back until all before it is full. That is a guess; what follows is not: each block is run alone against the
 * timetables of its neighbours, and must do exactly what its own timetables say in every frame that is not the copy of another.
 */
export class TwoRhythms {
  private readonly watch: FrameWatch;
  /** Whether the search is over. */
  private ended = false;

  private constructor(
    private readonly machine: EventMachine,
    private readonly source: FrameSource,
    private readonly front: SourceFront,
  ) {
    this.watch = new FrameWatch(machine.blocks);
  }

  /** @param machine with `FRAMES_KEPT`. Null for a pipeline whose frames do not consist of whole rounds of its streams. */
  static of(machine: EventMachine, source: FrameSource): TwoRhythms | null {
    const { pipeline } = machine;
    const areWhole = pipeline.streams.every(({ name, addressing }) => {
      const [writes, reads] = (['writes', 'reads'] as const).map((side) => accessesPerFrame(pipeline, name, side));
      return writes % (addressing?.words ?? 1) === 0 && Number.isInteger(reads);
    });
    const front = areWhole ? sourceFront(machine, source) : null;
    return front === null ? null : new TwoRhythms(machine, source, front);
  }

  /**
   * To be called after each frame that is fed and from which the steady state does not go on. Returns by how many more frames it
   * has carried the pipeline forward, at most `framesLeft`; where that is none, the machine is as it was.
   * @throws OutOfRhythm if the pipeline does not do what the timetables say; the machine is of no use then
   */
  carry(framesFed: number, framesLeft: number): number {
    if (this.ended) return 0;
    const shifts = this.watch.look();
    const rhythms = shifts !== null && this.watch.mostlyAlike ? this.rhythmsOf(shifts) : null;
    if (shifts === null || rhythms === null) return 0;
    this.ended = true;
    const budget = { accesses: MOST_EFFORT * this.watch.frames * this.accessesOfFrame };
    const guess = this.guess(rhythms, shifts, budget);
    return guess === null ? 0 : this.verify(guess, framesFed, Math.min(framesLeft, this.blocksFramesLeft()), budget);
  }

  /** Goes on by so many frames, in each of which every block must do what is believed of it. */
  private verify(guess: Guess, framesFed: number, frames: number, budget: Budget): number {
    const streams = this.timedStreams(guess);
    const drift = Math.max(...streams.map((stream) => stream?.heldFrom ?? 0));
    budget.accesses += (this.accessesOfFrame * Math.min(drift, frames)) / LEAST_FILLINGS;
    for (const stretch of this.stretches(guess.rhythms, streams, framesFed)) stretch.run(1 + frames, budget);
    for (const stream of streams) stream?.stand(1 + frames);
    return frames;
  }

  private guess(rhythms: Rhythms, shifts: readonly number[], budget: Budget): Guess | null {
    const { blocks } = this.machine.pipeline;
    const late = [...blocks.keys()].filter(
      (block) => shifts[block] === rhythms.held && blocks[block].inputs.length > 0,
    );
    const [slow] = busiestOf(this.machine.pipeline, late);
    const held = slow === undefined ? null : this.heldMachine(slow, rhythms.held, budget);
    return held === null ? null : { rhythms, slow, held };
  }

  private get behindFront(): number[] {
    return [...this.machine.blocks.keys()].filter((block) => !this.front.blocks.includes(block));
  }

  /** Writes and reads of all streams in a frame. */
  private get accessesOfFrame(): number {
    const { pipeline } = this.machine;
    return pipeline.streams.reduce((sum, { name }) => sum + 2 * accessesPerFrame(pipeline, name, 'writes'), 0);
  }

  /** Frames before the last round of any block behind the front. */
  private blocksFramesLeft(): number {
    const { blocks, pipeline } = this.machine;
    const left = this.behindFront.map((block) => {
      const { rounds, frames } = roundsPerFrame(pipeline.blocks[block], pipeline.frames);
      return frames * blocks[block].periodsLeft([rounds]);
    });
    return Math.min(...left);
  }

  /**
   * The rhythms if there are two, and so close to each other that they are worth a search: what the slow block is later by in
   * each frame has to make up for what is in all streams.
   */
  private rhythmsOf(shifts: readonly number[]): Rhythms | null {
    const [free, held, ...more] = [...new Set(shifts)].sort((one, other) => one - other);
    if (held === undefined || more.length > 0 || held < LEAST_FILLINGS * (held - free)) return null;
    const { blocks } = this.machine.pipeline;
    // A gate that is open for the one and closed for the other makes a third rhythm.
    const isOpen = blocks.every(({ gate }) => gate === undefined || (held - free) % gate.open.length === 0);
    return isOpen ? { free, held } : null;
  }

  /** The pipeline when everything has come to the rhythm of a block that was held back; null if it does not. */
  private heldMachine(slow: number, rhythm: number, budget: Budget): EventMachine | null {
    const { pipeline } = this.machine;
    const machine = new EventMachine(withHeldBlock(pipeline, slow), {}, FRAMES_KEPT);
    const source = machine.onlySource()!;
    const watch = new FrameWatch(machine.blocks);
    for (let frame = 1; frame <= framesToFill(pipeline) && budget.accesses > 0; frame++) {
      machine.feed(source, frame);
      if (watch.look()?.every((shift) => shift === rhythm)) return machine;
      budget.accesses -= this.accessesOfFrame;
    }
    return null;
  }

  /**
   * The streams with timetables, null for those in the front: free cycles are those of this machine's last frame, held ones those
   * of the held machine's, which began later.
   */
  private timedStreams({ rhythms, slow, held }: Guess): (TimedStream | null)[] {
    const { machine, front } = this;
    const { pipeline, ends, streams } = machine;
    const wordsOf = pipeline.streams.map(({ name }) => accessesPerFrame(pipeline, name, 'writes'));
    const before = ends.findIndex(({ reader }) => reader === slow);
    const firstRead = (of: EventMachine) => of.streams[before].lastCycles('slots', wordsOf[before])[0];
    const later = firstRead(machine) - firstRead(held);
    return streams.map((stream, index) => {
      if (front.inside.includes(index)) return null;
      const timetable = (side: 'words' | 'slots') => {
        const heldCycles = held.streams[index].lastCycles(side, wordsOf[index]).map((cycle) => cycle + later);
        return new Timetable(rhythms, stream, side, heldCycles);
      };
      const spec = pipeline.streams[index];
      const reads = accessesPerFrame(pipeline, spec.name, 'reads');
      const lagFrames = Math.ceil(wordsAtOnce(spec) / wordsOf[index]);
      const timetables = { words: timetable('words'), slots: timetable('slots') };
      return new TimedStream(stream, wordsOf[index], reads, lagFrames, timetables);
    });
  }

  /** The front, and each block behind it. */
  private stretches(rhythms: Rhythms, streams: readonly (TimedStream | null)[], framesFed: number): Stretch[] {
    const { machine, source, front } = this;
    const { pipeline, ends } = machine;
    const alone = this.behindFront.map((block): SourceFront => ({ blocks: [block], inside: [] }));
    const feed = (frame: number) => {
      source.stream.writeLimit = (framesFed + frame) * source.frameWords;
    };
    return [front, ...alone].map(({ blocks, inside }) => {
      const outer = (side: 'reader' | 'writer') =>
        streams.filter((stream, index): stream is TimedStream => stream !== null && blocks.includes(ends[index][side]));
      const parts = {
        blocks: blocks.map((block) => machine.blocks[block]),
        inputs: outer('reader'),
        inside: inside.map((index) => {
          const { name } = pipeline.streams[index];
          const [words, reads] = (['writes', 'reads'] as const).map((side) => accessesPerFrame(pipeline, name, side));
          return { stream: machine.streams[index], words, reads };
        }),
        outputs: outer('writer'),
      };
      const period = blocks.map((block) => periodFrames(pipeline, block, rhythms)).reduce(leastMultiple);
      return new Stretch(parts, period, rhythms, feed);
    });
  }
}
