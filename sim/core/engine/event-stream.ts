import { ReadCursor } from '../addressing.js';
import type { StreamSpec } from '../pipeline.js';

/**
 * A stream as the event engine sees it: when its words were written and when their slots were freed. Both histories are
 * rings, long enough that a written cycle lives until its word is read and a freed one until its slot is used again.
 */
export class EventStream {
  /** Words written, read and freed so far. */
  writeCount = 0;
  readCount = 0;
  freedCount = 0;
  /** Words that must have been written before the next read. */
  private neededCount = 1;
  /** No more words than this may be written for now: how the engine feeds the pipeline frame by frame. */
  writeLimit = Number.POSITIVE_INFINITY;
  /** Largest number of words inside at the end of a cycle, as far as computed. */
  highWater = 0;
  /** By how many cycles the nearest write came after its slot was free, and the nearest read after its word was there. */
  writeSlack = Number.POSITIVE_INFINITY;
  readSlack = Number.POSITIVE_INFINITY;
  /** Cycle in which the watched word was read, -1 before. */
  watchedReadCycle = -1;
  readonly depth: number;
  private readonly latencyCycles: number;
  private readonly reuseCycles: number;
  private readonly mask: number;
  private readonly writtenAt: Float64Array;
  private readonly freedAt: Float64Array;
  /** Only of a stream with addressing: a FIFO needs none. */
  private readonly cursor: ReadCursor | null;
  private watched = -1;

  /** @param more words of history beside those that the accesses need */
  constructor(spec: StreamSpec, more = 0) {
    const { depth, latencyCycles = 1, reuseCycles = 1, addressing } = spec;
    const size = 2 ** Math.ceil(Math.log2(wordsAtOnce(spec) + more));
    this.depth = depth;
    this.cursor = addressing === undefined ? null : new ReadCursor(addressing);
    this.neededCount = (this.cursor?.word ?? 0) + 1;
    this.latencyCycles = latencyCycles;
    this.reuseCycles = reuseCycles;
    this.mask = size - 1;
    this.writtenAt = new Float64Array(size);
    this.freedAt = new Float64Array(size);
  }

  get hasWord(): boolean {
    return this.neededCount <= this.writeCount;
  }

  get fill(): number {
    return Math.max(0, this.writeCount - this.freedCount);
  }

  /** Notes when the `count`-th word is read. */
  watchRead(count: number): void {
    this.watched = count;
  }

  /** Whether it is known when the slot for the next word is free. */
  get hasSlot(): boolean {
    return this.writeCount - this.freedCount < this.depth && this.writeCount < this.writeLimit;
  }

  /** First cycle in which the next word can be read. Needs `hasWord`. */
  get readableFrom(): number {
    return this.writtenAt[(this.neededCount - 1) & this.mask] + this.latencyCycles;
  }

  /** First cycle in which the next word can be written. Needs `hasSlot`. */
  get writableFrom(): number {
    if (this.writeCount < this.depth) return 0;
    return this.freedAt[(this.writeCount - this.depth) & this.mask] + this.reuseCycles;
  }

  write(cycle: number): void {
    this.writtenAt[this.writeCount & this.mask] = cycle;
    // Of words k and k + highWater, whichever access is computed later shows whether both were inside at once.
    while (this.highWater < this.depth) {
      const older = this.writeCount - this.highWater;
      if (older < 0 || older >= this.freedCount || cycle >= this.freedAt[older & this.mask]) break;
      this.highWater++;
    }
    this.writeCount++;
  }

  read(cycle: number): void {
    if (this.cursor === null) {
      this.free(cycle);
      this.neededCount++;
    } else {
      this.readAddressed(this.cursor, cycle);
    }
    this.readCount++;
    if (this.readCount === this.watched) this.watchedReadCycle = cycle;
  }

  /** A read that frees any number of slots. The next one needs all words up to the last one taken so far. */
  private readAddressed(cursor: ReadCursor, cycle: number): void {
    for (let slots = cursor.frees; slots > 0; slots--) this.free(cycle);
    cursor.advance();
    this.neededCount = Math.max(this.neededCount, cursor.word + 1);
  }

  /** Frees the slot of the oldest word. */
  free(cycle: number): void {
    this.freedAt[this.freedCount & this.mask] = cycle;
    while (this.highWater < this.depth) {
      const newer = this.freedCount + this.highWater;
      if (newer >= this.writeCount || this.writtenAt[newer & this.mask] >= cycle) break;
      this.highWater++;
    }
    this.freedCount++;
  }

  /** Forgets the slacks so far. */
  resetSlacks(): void {
    this.writeSlack = Number.POSITIVE_INFINITY;
    this.readSlack = Number.POSITIVE_INFINITY;
  }

  /** What its future depends on. */
  snapshot(): StreamSnapshot {
    const { writeCount, readCount, freedCount, depth, mask, writtenAt, freedAt } = this;
    const first = Math.min(this.neededCount - 1, writeCount);
    const unusedSlots = Math.max(0, depth - writeCount);
    const words = new Float64Array(writeCount - first);
    for (let word = 0; word < words.length; word++) words[word] = writtenAt[(first + word) & mask];
    const slots = new Float64Array(Math.max(0, freedCount + depth - writeCount)).fill(Number.NEGATIVE_INFINITY);
    for (let slot = unusedSlots; slot < slots.length; slot++) slots[slot] = freedAt[(writeCount + slot - depth) & mask];
    return { writeCount, readCount, words, slots, unusedSlots, place: this.cursor?.place ?? 0 };
  }

  /** First cycle in which a word written, or a slot freed, in `cycle` can be used. */
  usableFrom(side: 'words' | 'slots', cycle: number): number {
    return cycle + (side === 'words' ? this.latencyCycles : this.reuseCycles);
  }

  /**
   * Goes on by `periods` periods, in each of which `words` words are written and freed, `writtenShift` and `freedShift`
   * cycles after those of the period before, by `reads` reads.
   */
  skip(periods: number, words: number, reads: number, writtenShift: number, freedShift: number): void {
    const skipped = periods * words;
    if (this.remembers(words)) this.markAhead(skipped, words, writtenShift, freedShift);
    this.repeat(this.writtenAt, this.writeCount, periods, words, writtenShift);
    this.repeat(this.freedAt, this.freedCount, periods, words, freedShift);
    this.writeCount += skipped;
    this.freedCount += skipped;
    this.neededCount += skipped;
    this.readCount += periods * reads;
    this.cursor?.skip(skipped);
  }

  /** Whether the histories hold so many words. */
  remembers(words: number): boolean {
    return words <= this.writtenAt.length;
  }

  /** The high-water mark of the first words that will be skipped, those that can meet words written before. */
  private markAhead(skipped: number, words: number, writtenShift: number, freedShift: number): void {
    const end = this.writeCount + Math.min(skipped, this.depth);
    for (let word = this.writeCount; word < end; word++) {
      const cycle = this.foresee(this.writtenAt, this.writeCount, word, words, writtenShift);
      while (this.highWater < this.depth) {
        const older = word - this.highWater;
        if (older < 0 || this.foresee(this.freedAt, this.freedCount, older, words, freedShift) <= cycle) break;
        this.highWater++;
      }
    }
  }

  /** The entry of a word in a history of `count` entries, past or to come. */
  private foresee(history: Float64Array, count: number, word: number, words: number, shift: number): number {
    const periods = Math.max(0, Math.ceil((word - count + 1) / words));
    return history[(word - periods * words) & this.mask] + periods * shift;
  }

  /** The last entries of a history of `count` entries when so many periods will have been added. */
  private repeat(history: Float64Array, count: number, periods: number, words: number, shift: number): void {
    const before = history.slice();
    for (let back = 1; back <= history.length; back++) {
      const earlier = Math.min(Math.ceil(back / words) - 1, periods);
      const cycle = before[(count - back + earlier * words) & this.mask];
      history[(count + periods * words - back) & this.mask] = cycle + (periods - earlier) * shift;
    }
  }

  /** The cycles of the last writes or frees, at most `count` and as many as the histories hold. */
  lastCycles(side: 'words' | 'slots', count: number): Float64Array {
    const { history, end } = this.sideOf(side);
    const length = Math.min(count, end, history.length);
    return Float64Array.from({ length }, (_, index) => history[(end - length + index) & this.mask]);
  }

  /** Whether the last writes or frees were in these cycles. */
  endsWith(side: 'words' | 'slots', cycles: Float64Array): boolean {
    const { history, end } = this.sideOf(side);
    const first = end - cycles.length;
    for (let word = 0; word < cycles.length; word++) {
      if (history[(first + word) & this.mask] !== cycles[word]) return false;
    }
    return true;
  }

  /** Writes words in the cycles that are told, or frees slots. */
  offer(side: 'words' | 'slots', cycles: Float64Array): void {
    if (side === 'words') for (const cycle of cycles) this.write(cycle);
    else for (const cycle of cycles) this.free(cycle);
  }

  private sideOf(side: 'words' | 'slots'): { readonly history: Float64Array; readonly end: number } {
    return side === 'words'
      ? { history: this.writtenAt, end: this.writeCount }
      : { history: this.freedAt, end: this.freedCount };
  }

  /** Counts of what has happened so far. */
  get position(): StreamPosition {
    const { writeCount, readCount, freedCount, neededCount } = this;
    return { writeCount, readCount, freedCount, neededCount, roundStart: this.cursor?.roundStart ?? 0 };
  }

  /**
   * Stands `words` words and `reads` reads, whole rounds, after a position, with histories that are told. What was written,
   * read and freed in between is not looked at.
   */
  stand(position: StreamPosition, words: number, reads: number, writtenAt: CycleOf, freedAt: CycleOf): void {
    this.writeCount = position.writeCount + words;
    this.freedCount = position.freedCount + words;
    this.neededCount = position.neededCount + words;
    this.readCount = position.readCount + reads;
    this.cursor?.skip(position.roundStart + words - this.cursor.roundStart);
    const firstWord = Math.min(this.neededCount - 1, this.freedCount);
    for (let word = firstWord; word < this.writeCount; word++) this.writtenAt[word & this.mask] = writtenAt(word);
    const firstSlot = Math.max(0, this.writeCount - this.depth);
    for (let word = firstSlot; word < this.freedCount; word++) this.freedAt[word & this.mask] = freedAt(word);
  }
}

/** Words at most from the oldest that may still matter to the newest. With addressing, words may be freed before they are written. */
export function wordsAtOnce({ depth, addressing }: StreamSpec): number {
  return depth + (addressing?.words ?? 0) + 1;
}

/** How many words a stream has seen, and the first word of its reader's round. */
export interface StreamPosition {
  readonly writeCount: number;
  readonly readCount: number;
  readonly freedCount: number;
  readonly neededCount: number;
  readonly roundStart: number;
}

/** Tells in which cycle something happened to a word. */
export type CycleOf = (word: number) => number;

/** When the words that are still to be read were written, and when the slots that are still to be used were freed. */
export interface StreamSnapshot {
  readonly writeCount: number;
  readonly readCount: number;
  readonly words: Float64Array;
  readonly slots: Float64Array;
  /** The first of these slots that have never held a word. */
  readonly unusedSlots: number;
  /** Place of the next read in its round, where there is addressing. */
  readonly place: number;
}
