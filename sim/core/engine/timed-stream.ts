import type { EventStream, StreamPosition } from './event-stream.js';
import { OutOfRhythm, type Timetable } from './timetable.js';

/** A stream with timetables of its two ends. Frame 0 is their anchor, at whose end the stream stands at first. */
export class TimedStream {
  private readonly anchored: StreamPosition;
  private readonly cycles: Float64Array;

  /**
   * @param lagFrames frames back to which words and slots may matter
   * @param timetables null for a stream whose two ends always run together
   */
  constructor(
    readonly stream: EventStream,
    readonly wordsPerFrame: number,
    readonly readsPerFrame: number,
    readonly lagFrames: number,
    readonly timetables: { readonly words: Timetable; readonly slots: Timetable } | null,
  ) {
    this.anchored = stream.position;
    this.cycles = new Float64Array(wordsPerFrame);
  }

  /** Stands where a frame begins. */
  stand(frame: number): void {
    const { stream, anchored, wordsPerFrame, readsPerFrame, timetables } = this;
    if (timetables === null) return;
    const frames = frame - 1;
    const { words, slots } = timetables;
    stream.stand(anchored, frames * wordsPerFrame, frames * readsPerFrame, words.cycleOf, slots.cycleOf);
  }

  /** Writes the words of a frame, or frees its slots, as the timetable says. */
  offer(side: 'words' | 'slots', frame: number): void {
    this.timetables![side].frame(frame, this.cycles);
    this.stream.offer(side, this.cycles);
  }

  /** @throws OutOfRhythm unless the words of a frame have been written, or its slots freed, as the timetable says */
  check(side: 'words' | 'slots', frame: number): void {
    const { stream, anchored, wordsPerFrame, cycles } = this;
    const count = side === 'words' ? 'writeCount' : 'freedCount';
    this.timetables![side].frame(frame, cycles);
    const isDone = stream[count] === anchored[count] + frame * wordsPerFrame;
    if (!isDone || !stream.endsWith(side, cycles)) throw new OutOfRhythm();
  }
}
