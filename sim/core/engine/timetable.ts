/** Cycles from frame to frame: of a front that nothing holds up, and of the slow block that holds it up later. */
export interface Rhythms {
  readonly free: number;
  readonly held: number;
}

/**
 * When words are written, or freed, at one end of a stream: in every frame from the anchor on the later of two cycles, one
 * of which comes again after `free` cycles and the other after `held`. Frame 0 is the anchor.
 */
export class Timetable {
  /** Frames 0 to `freeUntil` - 1 keep to the free rhythm, and those from `heldFrom` on to the held one, with all words. */
  readonly freeUntil: number;
  readonly heldFrom: number;

  /**
   * @param firstWord first word of the anchor
   * @param free cycles of the anchor's words
   * @param held cycles in which the held rhythm has them, none later than in `free`
   * @param earlier cycles of the words just before the anchor
   */
  constructor(
    private readonly rhythms: Rhythms,
    private readonly firstWord: number,
    private readonly free: Float64Array,
    private readonly held: Float64Array,
    private readonly earlier: Float64Array,
  ) {
    let [least, most] = [Number.POSITIVE_INFINITY, 0];
    for (let word = 0; word < free.length; word++) {
      const lead = free[word] - held[word];
      if (lead < least) least = lead;
      if (lead > most) most = lead;
    }
    const gain = rhythms.held - rhythms.free;
    this.freeUntil = Math.floor(least / gain) + 1;
    this.heldFrom = Math.ceil(most / gain);
  }

  get wordsPerFrame(): number {
    return this.free.length;
  }

  /** The cycles of a frame's words, into the first places of `cycles`. */
  frame(frame: number, cycles: Float64Array): void {
    const { free, held, rhythms } = this;
    const [afterFree, afterHeld] = [frame * rhythms.free, frame * rhythms.held];
    for (let word = 0; word < free.length; word++) {
      cycles[word] = Math.max(free[word] + afterFree, held[word] + afterHeld);
    }
  }

  /** The cycle of any word from those in `earlier` on. */
  readonly cycleOf = (word: number): number => {
    const after = word - this.firstWord;
    if (after < 0) return this.earlier[this.earlier.length + after];
    const frame = Math.floor(after / this.free.length);
    const place = after - frame * this.free.length;
    return Math.max(this.free[place] + frame * this.rhythms.free, this.held[place] + frame * this.rhythms.held);
  };
}
