/**
 * A bounded stream as the event engine sees it: when its words were written and when they were read. Both histories are
 * rings, long enough that a written cycle lives until its word is read and a read cycle until its slot is used again.
 */
export class EventStream {
  /** Words written and read so far. */
  writeCount = 0;
  readCount = 0;
  /** No more words than this may be written for now: how the engine feeds the pipeline frame by frame. */
  writeLimit = Number.POSITIVE_INFINITY;
  /** Largest number of words inside at the end of a cycle, as far as computed. */
  highWater = 0;
  /** Cycle in which the watched word was read, -1 before. */
  watchedReadCycle = -1;
  private watched = -1;
  private readonly mask: number;
  private readonly writtenAt: Float64Array;
  private readonly readAt: Float64Array;

  constructor(readonly depth: number) {
    const size = 2 ** Math.ceil(Math.log2(depth + 1));
    this.mask = size - 1;
    this.writtenAt = new Float64Array(size);
    this.readAt = new Float64Array(size);
  }

  get hasWord(): boolean {
    return this.readCount < this.writeCount;
  }

  get fill(): number {
    return this.writeCount - this.readCount;
  }

  /** Notes when the `count`-th word is read. */
  watchRead(count: number): void {
    this.watched = count;
  }

  /** Whether it is known when the slot for the next word is free. */
  get hasSlot(): boolean {
    return this.writeCount - this.readCount < this.depth && this.writeCount < this.writeLimit;
  }

  /** First cycle in which the next word can be read. Needs `hasWord`. */
  get readableFrom(): number {
    return this.writtenAt[this.readCount & this.mask] + 1;
  }

  /** First cycle in which the next word can be written. Needs `hasSlot`. */
  get writableFrom(): number {
    return this.writeCount < this.depth ? 0 : this.readAt[(this.writeCount - this.depth) & this.mask] + 1;
  }

  write(cycle: number): void {
    this.writtenAt[this.writeCount & this.mask] = cycle;
    // Of words k and k + highWater, whichever access is computed later shows whether both were inside at once.
    while (this.highWater < this.depth) {
      const older = this.writeCount - this.highWater;
      if (older < 0 || older >= this.readCount || cycle >= this.readAt[older & this.mask]) break;
      this.highWater++;
    }
    this.writeCount++;
  }

  read(cycle: number): void {
    this.readAt[this.readCount & this.mask] = cycle;
    while (this.highWater < this.depth) {
      const newer = this.readCount + this.highWater;
      if (newer >= this.writeCount || this.writtenAt[newer & this.mask] >= cycle) break;
      this.highWater++;
    }
    this.readCount++;
    if (this.readCount === this.watched) this.watchedReadCycle = cycle;
  }

  /**
   * Appends what the future depends on to `state`: the fill, and for every word and free slot how long after `reference`
   * it becomes usable, or that it is usable at once (its user has already passed that cycle).
   */
  capture(state: number[], reference: number, writerCycle: number, readerCycle: number): void {
    const { writeCount, readCount, depth, mask, writtenAt, readAt } = this;
    state.push(writeCount - readCount);
    for (let word = readCount; word < writeCount; word++) {
      state.push(Math.max(writtenAt[word & mask], readerCycle) - reference);
    }
    for (let word = writeCount; word < readCount + depth; word++) {
      const freedAt = word < depth ? writerCycle : readAt[(word - depth) & mask];
      state.push(Math.max(freedAt, writerCycle) - reference);
    }
  }

  /** Moves all that was written and read by `cycles` later. */
  shift(cycles: number): void {
    for (let index = 0; index <= this.mask; index++) {
      this.writtenAt[index] += cycles;
      this.readAt[index] += cycles;
    }
  }
}
