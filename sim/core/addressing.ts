import type { Addressing } from './pipeline.js';

const FIRST_IN_FIRST_OUT: Addressing = { words: 1, reads: Int32Array.of(0), freedBy: Int32Array.of(0) };

/** Follows the reads of a stream: which word the next one takes, and how many slots it frees. */
export class ReadCursor {
  /** Slots freed by the reads so far. */
  freedCount = 0;
  /** Place of the next read in its round. */
  place = 0;
  /** First word of the round that is being read. */
  roundStart = 0;

  constructor(private readonly addressing: Addressing = FIRST_IN_FIRST_OUT) {}

  /** The word that the next read takes, counted from the stream's first. */
  get word(): number {
    return this.roundStart + this.addressing.reads[this.place];
  }

  /** Slots that the next read frees. */
  get frees(): number {
    const { freedBy } = this.addressing;
    let word = this.freedCount - this.roundStart;
    while (freedBy[word] === this.place) word++;
    return word - (this.freedCount - this.roundStart);
  }

  /** Goes on to the read after the next one. */
  advance(): void {
    this.freedCount += this.frees;
    this.place++;
    if (this.place < this.addressing.reads.length) return;
    this.place = 0;
    this.roundStart += this.addressing.words;
  }

  /** Goes on by whole rounds, so many words in all. */
  skip(words: number): void {
    this.roundStart += words;
    this.freedCount += words;
  }
}
