import { ReadCursor } from '../addressing.js';
import type { Cause } from '../causes.js';
import { InputError } from '../input/input-error.js';
import { allowedNames } from '../input/nearest.js';
import type { Pipeline } from '../pipeline.js';

/** Which part of a run is recorded. */
export interface TraceSelection {
  /** First cycle, inclusive. */
  readonly fromCycle: number;
  /** Last cycle, exclusive. */
  readonly toCycle: number;
  /** Names of the streams to record, and of the blocks at their ends; all where absent. */
  readonly streams?: readonly string[];
}

/** Cycles in which a stream's ends moved a word, ascending, inside the window. */
export interface StreamRecord {
  readonly name: string;
  readonly depth: number;
  readonly bits: number;
  /** Words in the stream when the window begins. */
  initialFill: number;
  readonly written: number[];
  readonly read: number[];
  /** Cycles in which the slot of a word was freed: those of the reads, unless the stream has addressing. */
  readonly freed: number[];
}

/** What a block did from one cycle to another (exclusive). */
export interface Span {
  readonly cause: Cause;
  readonly fromCycle: number;
  toCycle: number;
}

export interface BlockRecord {
  readonly name: string;
  readonly unit: string;
  readonly spans: Span[];
}

/**
 * Collects the handshakes of the selected streams and the causes of the blocks at their ends, in a window of cycles.
 * An engine may tell of different streams in any order, of one end of one stream in order of time.
 */
export class HandshakeRecorder {
  readonly streams: readonly (StreamRecord | null)[];
  private readonly cursors: readonly ReadCursor[];
  readonly blocks: readonly (BlockRecord | null)[];

  /** @throws InputError for a stream that the pipeline does not have */
  constructor(
    pipeline: Pipeline,
    readonly selection: TraceSelection,
  ) {
    const names = pipeline.streams.map(({ name }) => name);
    const wanted = new Set(selection.streams ?? names);
    for (const name of wanted) {
      if (!names.includes(name))
        throw new InputError(`no stream ${name} in this pipeline, ${allowedNames(name, names)}`);
    }
    this.streams = pipeline.streams.map(({ name, depth, bits, addressing }) => {
      if (!wanted.has(name)) return null;
      const read: number[] = [];
      return { name, depth, bits, initialFill: 0, written: [], read, freed: addressing === undefined ? read : [] };
    });
    this.cursors = pipeline.streams.map(({ addressing }) => new ReadCursor(addressing));
    this.blocks = pipeline.blocks.map(({ name, unit, inputs, outputs }) =>
      [...inputs, ...outputs].some((stream) => wanted.has(stream)) ? { name, unit, spans: [] } : null,
    );
  }

  written(stream: number, cycle: number): void {
    const record = this.streams[stream];
    if (record === null || cycle >= this.selection.toCycle) return;
    if (cycle < this.selection.fromCycle) record.initialFill++;
    else record.written.push(cycle);
  }

  read(stream: number, cycle: number): void {
    const record = this.streams[stream];
    if (record === null || cycle >= this.selection.toCycle) return;
    const freed = this.cursors[stream].frees;
    this.cursors[stream].advance();
    if (cycle < this.selection.fromCycle) {
      record.initialFill -= freed;
      return;
    }
    record.read.push(cycle);
    if (record.freed === record.read) return;
    for (let slot = 0; slot < freed; slot++) record.freed.push(cycle);
  }

  /** The block was in `cause` from `fromCycle` to `toCycle`, exclusive. */
  spent(block: number, cause: Cause, fromCycle: number, toCycle: number): void {
    const record = this.blocks[block];
    const from = Math.max(fromCycle, this.selection.fromCycle);
    const to = Math.min(toCycle, this.selection.toCycle);
    if (record === null || from >= to) return;
    const last = record.spans.at(-1);
    if (last !== undefined && last.cause === cause && last.toCycle === from) last.toCycle = to;
    else record.spans.push({ cause, fromCycle: from, toCycle: to });
  }
}

/**
 * Words in a stream at the beginning of the window, and at the beginning of each of its cycles in which that differs from
 * the cycle before.
 */
export function fillChanges(
  { initialFill, written, freed }: StreamRecord,
  { fromCycle, toCycle }: TraceSelection,
): { readonly cycle: number; readonly fill: number }[] {
  const changes = [{ cycle: fromCycle, fill: Math.max(0, initialFill) }];
  let fill = initialFill;
  for (let w = 0, f = 0; w < written.length || f < freed.length; ) {
    const cycle = Math.min(written[w] ?? Number.POSITIVE_INFINITY, freed[f] ?? Number.POSITIVE_INFINITY);
    if (written[w] === cycle) [fill, w] = [fill + 1, w + 1];
    while (freed[f] === cycle) [fill, f] = [fill - 1, f + 1];
    // A word may be freed before it is written.
    const words = Math.max(0, fill);
    if (words !== changes[changes.length - 1].fill && cycle + 1 < toCycle)
      changes.push({ cycle: cycle + 1, fill: words });
  }
  return changes;
}
