import type { Cause } from '../causes.js';
import type { Block, Loop } from '../pipeline.js';
import type { EventStream } from './event-stream.js';

/** Told of accesses and causes while a runner computes; streams and blocks by their position in the pipeline. */
export interface RunnerObserver {
  read(stream: number, cycle: number): void;
  written(stream: number, cycle: number): void;
  spent(block: number, cause: Cause, fromCycle: number, toCycle: number): void;
}

/** A block with its streams looked up. */
export interface BlockSetup {
  readonly block: Block;
  readonly index: number;
  readonly inputs: readonly EventStream[];
  readonly outputs: readonly EventStream[];
  /** Positions of those streams in the pipeline. */
  readonly inputIndices: readonly number[];
  readonly outputIndices: readonly number[];
  readonly observer: RunnerObserver | null;
}

/** What a runner that cannot go on lacks, and the first cycle in which nothing else of it moves. */
export interface Stall {
  readonly stream: number;
  readonly for: 'input' | 'output';
  readonly since: number;
}

/** Computes the accesses of one loop of a block, as far as the other ends of its streams are known. */
export abstract class LoopRunner {
  finished = false;
  /** Cycle of the last computed read and write or, before the first, the cycle before the loop may begin. */
  readCycle: number;
  writeCycle: number;
  /** First cycle in which the loop moved. */
  beginCycle: number;
  /** Cycle after the loop's last one; valid when finished. */
  endCycle = 0;
  busy = 0;
  waitInput = 0;
  waitOutput = 0;
  /** Round that the next access belongs to. */
  round = 0;
  /** Whether nothing has been accessed yet in the block's first loop: the wait for an access at own time 0 is fill. */
  protected fresh: boolean;

  constructor(
    protected readonly setup: BlockSetup,
    protected readonly loop: Loop,
    startCycle: number,
    protected readonly first: boolean,
  ) {
    this.readCycle = startCycle - 1;
    this.writeCycle = startCycle - 1;
    this.beginCycle = startCycle;
    this.fresh = first;
  }

  /** Computes accesses until one depends on what is not known yet; tells whether there was any. */
  abstract advance(): boolean;

  /** What the next access waits for, if nothing more can become known. Only for a loop that has not finished. */
  abstract stall(): Stall;

  /** Accounts the cycles of a loop that stays stalled until `end`. */
  abstract settleStall(end: number): void;

  /** Appends what the loop's future depends on to `state`, cycles relative to `reference`. */
  abstract capture(state: number[], reference: number): void;

  /** How often the loop can advance by `rounds` rounds and still have accesses of its own rounds ahead. */
  periodsLeft(rounds: number): number {
    return rounds === 0
      ? Number.POSITIVE_INFINITY
      : Math.max(0, Math.floor((this.loop.rounds - 1 - this.round) / rounds));
  }

  /** Moves the loop forward by whole periods of the steady state. */
  skip(rounds: number, cycles: number): void {
    this.round += rounds;
    this.readCycle += cycles;
    this.writeCycle += cycles;
  }
}

/** The accesses of a round: at which iterations, and a bit for each port that is accessed. */
export interface AccessTable {
  readonly iterations: Int32Array;
  readonly reads: Int32Array;
  readonly writes: Int32Array;
}

/** Joins the accesses of all ports, keeping the iterations that access something. */
export function tabulateAccesses({ iterationsPerRound, reads, writes }: Loop): AccessTable {
  const [readMasks, writeMasks] = [reads, writes].map((ports) => masksOf(ports, iterationsPerRound));
  const iterations = new Int32Array(iterationsPerRound);
  let count = 0;
  for (let iteration = 0; iteration < iterationsPerRound; iteration++) {
    if ((readMasks[iteration] | writeMasks[iteration]) !== 0) iterations[count++] = iteration;
  }
  const kept = iterations.slice(0, count);
  return {
    iterations: kept,
    reads: kept.map((iteration) => readMasks[iteration]),
    writes: kept.map((iteration) => writeMasks[iteration]),
  };
}

/** For each iteration a bit for each port that it accesses. */
function masksOf(ports: readonly Int32Array[], iterations: number): Int32Array {
  const masks = new Int32Array(iterations);
  ports.forEach((port, index) => {
    for (const iteration of port) masks[iteration] |= 1 << index;
  });
  return masks;
}

/** First cycle from `cycle` on in which every stream in `mask` has room, or NaN while that is not known. */
export function roomFrom(streams: readonly EventStream[], mask: number, cycle: number): number {
  let from = cycle;
  for (let port = 0, rest = mask; rest !== 0; port++, rest >>= 1) {
    if ((rest & 1) === 0) continue;
    const stream = streams[port];
    if (!stream.hasSlot) return Number.NaN;
    const slack = cycle - stream.writableFrom;
    if (slack < stream.writeSlack) stream.writeSlack = slack;
    from = Math.max(from, cycle - slack);
  }
  return from;
}

/** First cycle from `cycle` on in which every stream in `mask` has a word, or NaN while that is not known. */
export function wordsFrom(streams: readonly EventStream[], mask: number, cycle: number): number {
  let from = cycle;
  for (let port = 0, rest = mask; rest !== 0; port++, rest >>= 1) {
    if ((rest & 1) === 0) continue;
    const stream = streams[port];
    if (!stream.hasWord) return Number.NaN;
    const slack = cycle - stream.readableFrom;
    if (slack < stream.readSlack) stream.readSlack = slack;
    from = Math.max(from, cycle - slack);
  }
  return from;
}

/** Writes a word into every stream of `mask` in `cycle`. */
export function writeAll(setup: BlockSetup, mask: number, cycle: number): void {
  for (let port = 0, rest = mask; rest !== 0; port++, rest >>= 1) {
    if ((rest & 1) === 0) continue;
    setup.outputs[port].write(cycle);
    if (setup.observer !== null) setup.observer.written(setup.outputIndices[port], cycle);
  }
}

/** Reads a word from every stream of `mask` in `cycle`. */
export function readAll(setup: BlockSetup, mask: number, cycle: number): void {
  for (let port = 0, rest = mask; rest !== 0; port++, rest >>= 1) {
    if ((rest & 1) === 0) continue;
    setup.inputs[port].read(cycle);
    if (setup.observer !== null) setup.observer.read(setup.inputIndices[port], cycle);
  }
}

/** Position in the pipeline of the first stream of `mask` that fails `usable`. */
export function firstMissing(
  streams: readonly EventStream[],
  indices: readonly number[],
  mask: number,
  usable: (stream: EventStream) => boolean,
): number {
  return indices[streams.findIndex((stream, port) => (mask & (1 << port)) !== 0 && !usable(stream))];
}
