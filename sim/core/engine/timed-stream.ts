import type { EventStream, StreamPosition } from './event-stream.js';
import { OutOfRhythm, type Timetable } from './timetable.js';

/** A stream with timetables of its two ends. Frame 0 is their anchor, at whose end the stream stands at first. */
export class TimedStream {
  private readonly anchored: StreamPosition;
  /** Of the frame that was asked for last. */
  private readonly scratch: Float64Array;

  /**
   * @param readsPerFrame mean of the batch
   * @param lagFrames frames back to which words and slots may matter
   */
  constructor(
    readonly stream: EventStream,
    readonly wordsPerFrame: number,
    private readonly readsPerFrame: number,
    readonly lagFrames: number,
    readonly timetables: { readonly words: Timetable; readonly slots: Timetable },
  ) {
    this.anchored = stream.position;
    this.scratch = new Float64Array(wordsPerFrame);
  }

  /** The first frame that keeps to the held rhythm at both ends, as do those behind it. */
  get heldFrom(): number {
    return Math.max(this.timetables.words.heldFrom, this.timetables.slots.heldFrom);
  }

  /** Stands where a frame begins. */
  stand(frame: number): void {
    const { stream, anchored, wordsPerFrame, readsPerFrame, timetables } = this;
    const frames = frame - 1;
    const { words, slots } = timetables;
    stream.stand(anchored, frames * wordsPerFrame, frames * readsPerFrame, words.cycleOf, slots.cycleOf);
  }

  /** Writes the words of a frame, or frees its slots, as the timetable says. */
  offer(side: 'words' | 'slots', frame: number): void {
    this.timetables[side].frame(frame, this.scratch);
    this.stream.offer(side, this.scratch);
  }

  /** @throws OutOfRhythm unless the words of a frame have been written, or its slots freed, as the timetable says */
  check(side: 'words' | 'slots', frame: number): void {
    const { stream, anchored, wordsPerFrame, scratch } = this;
    const count = side === 'words' ? 'writeCount' : 'freedCount';
    this.timetables[side].frame(frame, scratch);
    const isDone = stream[count] === anchored[count] + frame * wordsPerFrame;
    if (!isDone || !stream.endsWith(side, scratch)) throw new OutOfRhythm();
  }
}
