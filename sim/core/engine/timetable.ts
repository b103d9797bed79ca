import type { EventStream } from './event-stream.js';

/** Cycles from frame to frame: of a front that nothing holds up, and of the slow block that holds it up later. */
export interface Rhythms {
  readonly free: number;
  readonly held: number;
}

/** Thrown where accesses are not in the rhythms that they were thought to be in. */
export class OutOfRhythm extends Error {}

/**
 * When words are written, or slots freed, at one end of a stream: in every frame from an anchor on, frame 0, in the later of
 * two cycles, of which one comes again after `free` cycles and the other after `held`.
 */
export class Timetable {
  /** Frames before this one keep to the free rhythm with all words, and those from `heldFrom` on to the held one. */
  readonly freeUntil: number;
  readonly heldFrom: number;
  readonly wordsPerFrame: number;
  /** Cycles of the words that the stream remembers, the anchor's last. */
  private readonly past: Float64Array;
  /** Word to which the first of `past` belongs, and first word of the anchor. */
  private readonly pastWord: number;
  private readonly anchorWord: number;
  private readonly free: Float64Array;

  /**
   * @param stream at the end of the anchor
   * @param held cycles in which the held rhythm has the anchor's words
   * @throws OutOfRhythm if it has one of them later than it was
   */
  constructor(
    private readonly rhythms: Rhythms,
    stream: EventStream,
    side: 'words' | 'slots',
    private readonly held: Float64Array,
  ) {
    const count = side === 'words' ? stream.writeCount : stream.freedCount;
    this.wordsPerFrame = held.length;
    this.past = stream.lastCycles(side, count);
    this.pastWord = count - this.past.length;
    this.anchorWord = count - held.length;
    this.free = this.past.subarray(this.past.length - held.length);
    let [least, most] = [Number.POSITIVE_INFINITY, 0];
    this.free.forEach((cycle, word) => {
      const lead = cycle - held[word];
      least = Math.min(least, lead);
      most = Math.max(most, lead);
    });
    if (least < 0) throw new OutOfRhythm();
    const gain = rhythms.held - rhythms.free;
    this.freeUntil = Math.floor(least / gain) + 1;
    this.heldFrom = Math.ceil(most / gain);
  }

  /** Puts the cycles of a frame's words into the first places of `cycles`. */
  frame(frame: number, cycles: Float64Array): void {
    const { free, held, rhythms, wordsPerFrame } = this;
    const [afterFree, afterHeld] = [frame * rhythms.free, frame * rhythms.held];
    for (let word = 0; word < wordsPerFrame; word++) {
      cycles[word] = Math.max(free[word] + afterFree, held[word] + afterHeld);
    }
  }

  /** The cycle of any word from the first that the stream remembered on. */
  readonly cycleOf = (word: number): number => {
    if (word < this.anchorWord) return this.past[word - this.pastWord];
    const frame = Math.floor((word - this.anchorWord) / this.wordsPerFrame);
    const place = word - this.anchorWord - frame * this.wordsPerFrame;
    return Math.max(this.free[place] + frame * this.rhythms.free, this.held[place] + frame * this.rhythms.held);
  };
}
