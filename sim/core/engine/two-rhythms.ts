import { accessesPerFrame, type Pipeline } from '../pipeline.js';
import { busiestOf, framesToFill, withHeldBlock } from './busiest-block.js';
import { EventMachine, type FrameSource } from './event-machine.js';
import { wordsAtOnce } from './event-stream.js';
import { FrameWatch } from './frame-watch.js';
import { type SourceFront, sourceFront } from './source-front.js';
import { Stretch } from './stretch.js';
import { TimedStream } from './timed-stream.js';
import { type Rhythms, Timetable } from './timetable.js';

/** Frames of histories that timetables are taken from. */
export const FRAMES_KEPT = 1;
/** How many times as long as it takes to fill the pipeline a drift lasts, if it is worth a search for its two rhythms. */
const LEAST_FILLINGS = 8;

/** Whether a pipeline has so many frames that it may drift for long. */
export function mayDrift(pipeline: Pipeline): boolean {
  return pipeline.frames >= LEAST_FILLINGS * framesToFill(pipeline);
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

  /** @param machine with `FRAMES_KEPT`. Null for a pipeline whose frames do not consist of whole rounds. */
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
   * To be called after each frame that is fed and that the steady state does not go on from; returns how many more it has carried the pipeline forward, at most `framesLeft`.
   * @throws OutOfRhythm if the pipeline does not keep to the timetables; the machine is of no use then
   */
  carry(framesFed: number, framesLeft: number): number {
    const shifts = this.ended ? null : this.watch.look();
    const rhythms = shifts !== null && this.watch.mostlyAlike ? this.rhythmsOf(shifts) : null;
    if (shifts === null || rhythms === null) return 0;
    this.ended = true;
    const { pipeline } = this.machine;
    const late = [...shifts.keys()].filter((block) => shifts[block] === rhythms.held);
    const [slow] = busiestOf(
      pipeline,
      late.filter((block) => pipeline.blocks[block].inputs.length > 0),
    );
    const held = slow === undefined ? null : this.heldMachine(slow, rhythms.held);
    if (held === null) return 0;
    const frames = Math.min(framesLeft, ...this.behindFront.map((block) => this.watch.framesLeft(block)));
    const streams = this.timedStreams(rhythms, held, slow);
    for (const stretch of this.stretches(rhythms, streams, framesFed)) stretch.run(1 + frames);
    for (const stream of streams) stream.stand(1 + frames);
    return frames;
  }

  private get behindFront(): number[] {
    return [...this.machine.blocks.keys()].filter((block) => !this.front.blocks.includes(block));
  }

  /** The rhythms if there are two, close to each other, and gates are open to whoever changes from one to the other. */
  private rhythmsOf(shifts: readonly number[]): Rhythms | null {
    const [free, held, ...more] = [...new Set(shifts)].sort((one, other) => one - other);
    if (held === undefined || more.length > 0 || held < LEAST_FILLINGS * (held - free)) return null;
    const { blocks } = this.machine.pipeline;
    const isOpen = blocks.every(({ gate }) => gate === undefined || (held - free) % gate.open.length === 0);
    return isOpen ? { free, held } : null;
  }

  /** The pipeline when everything has come to the rhythm of a block that was held back; null if it does not. */
  private heldMachine(slow: number, rhythm: number): EventMachine | null {
    const { pipeline } = this.machine;
    const machine = new EventMachine(withHeldBlock(pipeline, slow), {}, FRAMES_KEPT);
    const source = machine.onlySource()!;
    const watch = new FrameWatch(machine.blocks);
    for (let frame = 1; frame <= framesToFill(pipeline); frame++) {
      machine.feed(source, frame);
      if (watch.look()?.every((shift) => shift === rhythm)) return machine;
    }
    return null;
  }

  /** The streams with timetables: free cycles are those of this machine's last frame, held ones those of the held machine's. */
  private timedStreams(rhythms: Rhythms, held: EventMachine, slow: number): TimedStream[] {
    const { machine, front } = this;
    const { pipeline, ends, streams } = machine;
    const wordsOf = pipeline.streams.map(({ name }) => accessesPerFrame(pipeline, name, 'writes'));
    const before = ends.findIndex(({ reader }) => reader === slow);
    const firstRead = ({ streams }: EventMachine) => streams[before].lastCycles('slots', wordsOf[before])[0];
    const later = firstRead(machine) - firstRead(held);
    return streams.map((stream, index) => {
      const timetable = (side: 'words' | 'slots') => {
        const heldCycles = held.streams[index].lastCycles(side, wordsOf[index]).map((cycle) => cycle + later);
        return new Timetable(rhythms, stream, side, heldCycles);
      };
      const spec = pipeline.streams[index];
      return new TimedStream(
        stream,
        wordsOf[index],
        accessesPerFrame(pipeline, spec.name, 'reads'),
        Math.ceil(wordsAtOnce(spec) / wordsOf[index]),
        front.inside.includes(index) ? null : { words: timetable('words'), slots: timetable('slots') },
      );
    });
  }

  /** The front, and each block behind it. */
  private stretches(rhythms: Rhythms, streams: readonly TimedStream[], framesFed: number): Stretch[] {
    const { machine, source, front } = this;
    const alone = this.behindFront.map((block): SourceFront => ({ blocks: [block], inside: [], periodFrames: 1 }));
    return [front, ...alone].map(({ blocks, inside, periodFrames }) => {
      const outer = (side: 'reader' | 'writer') =>
        streams.filter((_, index) => blocks.includes(machine.ends[index][side]) && !inside.includes(index));
      return new Stretch(
        {
          blocks: blocks.map((block) => machine.blocks[block]),
          inputs: outer('reader'),
          inside: inside.map((index) => streams[index]),
          outputs: outer('writer'),
        },
        periodFrames,
        rhythms,
        (frame) => {
          source.stream.writeLimit = (framesFed + frame) * source.frameWords;
        },
      );
    });
  }
}
