import { wordsThrough } from '../pipeline.js';
import { busiestBlocks, withHeldBlock } from './busiest-block.js';
import { EventMachine, type FrameSource } from './event-machine.js';
import { OutOfRhythm, Stretch, type TimedStream } from './stretch.js';
import { type Rhythms, Timetable } from './timetable.js';

/** Frames that must be left for a search to be worth its time. */
const LEAST_FRAMES_LEFT = 100;
/** Frames in which the held pipeline must have come to its rhythm. */
const MOST_HELD_FRAMES = 64;

/**
 * Carries a pipeline through the many frames in which a front that is a little faster than a slow block fills the streams
 * between them.
 */
export class TwoRhythms {
  private readonly watch: Watch;
  private readonly front: Front | null;
  private tried = false;
  private remembering = false;

  constructor(
    private readonly machine: EventMachine,
    private readonly source: FrameSource,
  ) {
    this.front = frontOf(machine, source);
    this.watch = new Watch(machine, this.front?.blocks ?? []);
  }

  /**
   * To be called after each frame that is fed: returns how many more were gone through, at most `framesLeft`. Throws
   * OutOfRhythm if the pipeline does not keep to two rhythms; it is of no use then.
   */
  carry(framesFed: number, framesLeft: number): number {
    const { front, machine } = this;
    if (this.tried || front === null || framesLeft < LEAST_FRAMES_LEFT) return 0;
    const shifts = this.watch.look();
    const [free, held, ...more] = [...new Set(shifts?.values())].sort((one, other) => one - other);
    if (shifts === null || held === undefined || more.length > 0) {
      this.remembering = false;
      return 0;
    }
    if (!this.remembering) {
      for (const [index, stream] of machine.streams.entries()) {
        stream.remember(2 * this.wordsPerFrame(index) + this.wordsOf(index));
      }
      this.remembering = true;
      return 0;
    }
    this.tried = true;
    const [slow] = busiestBlocks(machine.pipeline);
    const heldMachine = this.holdBlock(slow, held);
    if (heldMachine === null) return 0;
    const frames = Math.min(framesLeft, this.watch.framesLeft);
    const streams = this.timetables({ free, held }, heldMachine, slow);
    for (const stretch of this.stretches({ free, held }, streams, framesFed)) stretch.run(1 + frames);
    for (const { stream, position, wordsPerFrame, readsPerFrame, words, slots } of streams) {
      if (words === null || slots === null) continue;
      stream.stand(position, frames * wordsPerFrame, frames * readsPerFrame, words.cycleOf, slots.cycleOf);
    }
    return frames;
  }

  private wordsPerFrame(stream: number): number {
    const { pipeline, ends } = this.machine;
    const writer = pipeline.blocks[ends[stream].writer];
    return wordsThrough(writer, 'writes', writer.outputs.indexOf(pipeline.streams[stream].name)) / pipeline.frames;
  }

  private readsPerFrame(stream: number): number {
    const { pipeline, ends } = this.machine;
    const reader = pipeline.blocks[ends[stream].reader];
    return wordsThrough(reader, 'reads', reader.inputs.indexOf(pipeline.streams[stream].name)) / pipeline.frames;
  }

  /** Words of a stream between the oldest that matters and the newest. */
  private wordsOf(stream: number): number {
    const { depth, addressing } = this.machine.pipeline.streams[stream];
    return depth + (addressing?.words ?? 0) + 1;
  }

  /** The pipeline in the rhythm of its slow block, with whole frames in its histories; null if it does not get there. */
  private holdBlock(slow: number, held: number): EventMachine | null {
    const machine = new EventMachine(withHeldBlock(this.machine.pipeline, slow), {});
    for (const [index, stream] of machine.streams.entries()) {
      stream.remember(this.wordsPerFrame(index) + this.wordsOf(index));
    }
    const source = machine.onlySource()!;
    const watch = new Watch(machine, this.front!.blocks);
    for (let frame = 1; frame <= MOST_HELD_FRAMES; frame++) {
      machine.feed(source, frame);
      const shifts = watch.look();
      if (shifts !== null && [...shifts.values()].every((shift) => shift === held)) return machine;
    }
    return null;
  }

  /** The streams with their timetables from this machine's last frame, the anchor, and the held machine's. */
  private timetables(rhythms: Rhythms, heldMachine: EventMachine, slow: number): TimedStream[] {
    const { machine, front } = this;
    const { ends } = machine;
    const last = (from: EventMachine, stream: number, side: 'words' | 'slots') =>
      from.streams[stream].lastCycles(side, this.wordsPerFrame(stream));
    const read = ends.findIndex(({ reader }) => reader === slow);
    const later = last(machine, read, 'slots')[0] - last(heldMachine, read, 'slots')[0];
    return machine.streams.map((stream, index): TimedStream => {
      const wordsPerFrame = this.wordsPerFrame(index);
      const { position } = stream;
      const timetable = (side: 'words' | 'slots') => {
        const count = side === 'words' ? position.writeCount : position.freedCount;
        const free = last(machine, index, side);
        const held = last(heldMachine, index, side).map((cycle) => cycle + later);
        if (free.some((cycle, word) => cycle < held[word])) throw new OutOfRhythm();
        const earlier = Math.min(count - wordsPerFrame, this.wordsOf(index));
        const cycles = stream.lastCycles(side, wordsPerFrame + earlier).subarray(0, earlier);
        return new Timetable(rhythms, count - wordsPerFrame, free, held, cycles);
      };
      const isInside = front!.inside.includes(index);
      return {
        stream,
        position,
        wordsPerFrame,
        readsPerFrame: this.readsPerFrame(index),
        words: isInside ? null : timetable('words'),
        slots: isInside ? null : timetable('slots'),
        lagFrames: Math.ceil(this.wordsOf(index) / wordsPerFrame),
      };
    });
  }

  private stretches(rhythms: Rhythms, streams: readonly TimedStream[], framesFed: number): Stretch[] {
    const { machine, source } = this;
    const front = this.front!;
    const others = machine.blocks.flatMap((_, index) => (front.blocks.includes(index) ? [] : [[index]]));
    return [front.blocks, ...others].map((indices) => {
      const isInside = (index: number) => indices === front.blocks && front.inside.includes(index);
      const at = (side: 'reader' | 'writer') =>
        streams.filter((_, index) => indices.includes(machine.ends[index][side]) && !isInside(index));
      return new Stretch(
        indices.map((index) => machine.blocks[index]),
        at('reader'),
        streams.filter((_, index) => isInside(index)),
        at('writer'),
        indices === front.blocks ? front.periodFrames : 1,
        rhythms,
        (frame) => {
          source.stream.writeLimit = (framesFed + frame) * source.frameWords;
        },
      );
    });
  }
}

/** The source, and the blocks behind it as far as its rhythm within a round of several frames may be felt. */
interface Front {
  readonly blocks: readonly number[];
  /** The streams between them. */
  readonly inside: readonly number[];
  /** Frames of a round of the source. */
  readonly periodFrames: number;
}

/** Null if the source's rounds and frames do not fit together. */
function frontOf({ pipeline, ends }: EventMachine, { index, frameWords }: FrameSource): Front | null {
  const loop = pipeline.blocks[index].loops.findLast(({ rounds }) => rounds > 0)!;
  const [writes] = loop.writes;
  const periodFrames = writes.length / frameWords;
  if (periodFrames <= 1)
    return Number.isInteger(1 / periodFrames) ? { blocks: [index], inside: [], periodFrames: 1 } : null;
  if (!Number.isInteger(periodFrames)) return null;
  const wrap = loop.iterationsPerRound - writes[writes.length - 1] + writes[0];
  const longest = writes.reduce(
    (most, write, place) => Math.max(most, place === 0 ? wrap : write - writes[place - 1]),
    0,
  );
  const [blocks, inside] = [[index], [] as number[]];
  for (;;) {
    const stream = ends.findIndex(({ writer }) => writer === blocks[blocks.length - 1]);
    if (pipeline.streams[stream].depth >= longest * loop.initiationInterval) return { blocks, inside, periodFrames };
    const { reader } = ends[stream];
    const { inputs, outputs } = pipeline.blocks[reader];
    if (inputs.length !== 1 || outputs.length !== 1) return null;
    blocks.push(reader);
    inside.push(stream);
  }
}

/** Sees whether the blocks of a machine, but for some, do in a frame what they did in the frame before. */
class Watch {
  private cycles: readonly number[] = [];
  private shifts: readonly number[] = [];
  private states: readonly (readonly number[])[] = [];
  private rounds: readonly number[] = [];
  /** Frames that are left to the blocks. */
  framesLeft = 0;

  constructor(
    private readonly machine: EventMachine,
    private readonly but: readonly number[],
  ) {}

  /** To be called after each frame: by how many cycles the blocks are later than a frame before, if all repeat themselves. */
  look(): ReadonlyMap<number, number> | null {
    const { blocks } = this.machine;
    if (!blocks.every((block) => !block.finished && block.inLastLoop)) return null;
    const cycles = blocks.map(({ writeCycle }) => writeCycle);
    const states = blocks.map((block, index) => {
      const state: number[] = [];
      block.capture(state, cycles[index]);
      return state;
    });
    const shifts = cycles.map((cycle, index) => cycle - this.cycles[index]);
    const rounds = blocks.map((block) => block.totals()[0]);
    const watched = [...blocks.keys()].filter((block) => !this.but.includes(block));
    const isSame = watched.every(
      (block) => shifts[block] === this.shifts[block] && sameNumbers(states[block], this.states[block]),
    );
    this.framesLeft = Math.min(
      ...watched.map((block) => blocks[block].periodsLeft([rounds[block] - this.rounds[block]])),
    );
    Object.assign(this, { cycles, states, shifts, rounds });
    return isSame ? new Map(watched.map((block) => [block, shifts[block]])) : null;
  }
}

function sameNumbers(one: readonly number[], other: readonly number[] | undefined): boolean {
  return one.length === other?.length && one.every((value, index) => value === other[index]);
}
