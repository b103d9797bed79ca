import type { Addressing, StreamSpec } from '../pipeline.js';
import { EventStream } from './event-stream.js';

/**
 * A memory with addressing as the event engine sees it. A read needs all words up to the one that it takes, and frees
 * the slots that its place in the round frees.
 */
export class AddressedStream extends EventStream {
  private readonly words: number;
  /** For each read of a round how many words of the round must be there: those up to the last one taken so far. */
  private readonly needed: Int32Array;
  private readonly freedBy: Int32Array;
  /** First word of the round that is being read, and the next read's place in it. */
  private roundStart = 0;
  private place = 0;

  constructor(spec: StreamSpec, { words, reads, freedBy }: Addressing) {
    super(spec, words);
    let most = 0;
    this.words = words;
    this.needed = reads.map((word) => {
      most = Math.max(most, word + 1);
      return most;
    });
    this.freedBy = freedBy;
  }

  /** The last word that must be there before the next read. */
  private get neededWord(): number {
    return this.roundStart + this.needed[this.place] - 1;
  }

  override get hasWord(): boolean {
    return this.neededWord < this.writeCount;
  }

  override get readableFrom(): number {
    return this.writtenAt[this.neededWord & this.mask] + this.latencyCycles;
  }

  override read(cycle: number): void {
    while (this.freedBy[this.freedCount - this.roundStart] === this.place) this.free(cycle);
    this.countRead(cycle);
    this.place++;
    if (this.place < this.needed.length) return;
    this.place = 0;
    this.roundStart += this.words;
  }

  override capture(state: number[], reference: number, writerCycle: number, readerCycle: number): void {
    state.push(this.place);
    this.captureWords(state, Math.min(this.neededWord, this.writeCount), reference, readerCycle);
    this.captureSlots(state, reference, writerCycle);
  }
}

/** The event engine's view of a stream. */
export function createEventStream(spec: StreamSpec): EventStream {
  return spec.addressing === undefined ? new EventStream(spec) : new AddressedStream(spec, spec.addressing);
}
