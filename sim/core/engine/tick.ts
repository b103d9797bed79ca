import type { Cause } from '../causes.js';
import { describeDeadlock, type StuckBlock } from '../deadlock.js';
import { type Block, type BlockBody, connect, type Loop, type Pipeline, type Word, wordsThrough } from '../pipeline.js';
import type { EngineOptions, PipelineTiming } from './result.js';

const CYCLES_BETWEEN_REPORTS = 2 ** 15;

/**
 * Evaluates every block in every cycle, in two phases: all blocks decide from the state at the beginning of the cycle,
 * then all moves take effect, so that the order of the blocks cannot matter. Slow and plainly right: the reference for
 * the event engine, and the engine that pushes the words themselves through the streams (where blocks have bodies).
 *
 * `order` is the order in which blocks are visited, for the test that it does not matter.
 */
export function tick(
  pipeline: Pipeline,
  options: EngineOptions & { readonly order?: readonly number[]; readonly words?: boolean } = {},
): PipelineTiming {
  const ends = connect(pipeline);
  const { recorder } = options;
  const streams = pipeline.streams.map((stream) => new TickStream(stream.depth));
  const indexOf = new Map(pipeline.streams.map(({ name }, index) => [name, index]));
  const blocks = pipeline.blocks.map((block) => {
    const ports = (names: readonly string[]) => names.map((name) => indexOf.get(name)!);
    return new TickBlock(block, streams, ports(block.inputs), ports(block.outputs), options.words ?? false);
  });
  const visits = options.order ?? blocks.map((_, index) => index);
  const sink = blocks.find(({ outputs, inputs }) => outputs.length === 0 && inputs.length > 0);
  const frameWords = sink === undefined ? 0 : wordsThrough(sink.block, 'reads', 0) / pipeline.frames;

  let cycle = 0;
  let firstFrameCycles = 0;
  let dead = false;
  while (!dead && blocks.some((block) => !block.finished)) {
    for (const index of visits) blocks[index].evaluate(cycle);
    dead = blocks.every((block) => block.finished || block.stuckOn !== undefined);
    if (dead) break;
    for (const index of visits) {
      const block = blocks[index];
      recorder?.spent(index, block.cause, cycle, cycle + 1);
      if (recorder !== undefined) {
        const { reads, writes } = block.accesses;
        for (const stream of reads) recorder.read(stream, cycle);
        for (const stream of writes) recorder.written(stream, cycle);
      }
      block.commit();
    }
    for (const stream of streams) stream.commit();
    if (sink !== undefined && firstFrameCycles === 0 && streams[sink.inputs[0]].readCount === frameWords) {
      firstFrameCycles = cycle + 1;
    }
    if (cycle % CYCLES_BETWEEN_REPORTS === 0 && sink !== undefined) {
      options.progress?.(Math.floor(streams[sink.inputs[0]].readCount / frameWords));
    }
    cycle++;
  }

  const stuck = blocks.flatMap((block, index): StuckBlock[] =>
    block.finished || block.stuckOn === undefined ? [] : [{ block: index, ...block.stuckOn }],
  );
  return {
    cycles: cycle,
    firstFrameCycles,
    blocks: blocks.map(({ block, causes }) => ({ name: block.name, unit: block.unit, causes })),
    streams: streams.map(({ highWater }, index) => ({
      name: pipeline.streams[index].name,
      depth: pipeline.streams[index].depth,
      highWater,
    })),
    deadlock: dead
      ? describeDeadlock(
          cycle,
          stuck,
          pipeline.blocks.map(({ name }) => name),
          streams.map(({ fill }, index) => ({ ...pipeline.streams[index], ...ends[index], fill })),
        )
      : null,
  };
}

/** A FIFO whose moves take effect when the cycle ends. */
class TickStream {
  fill = 0;
  highWater = 0;
  readCount = 0;
  private readonly words: Word[] = [];
  private pushed = 0;
  private popped = 0;

  constructor(private readonly depth: number) {}

  get empty(): boolean {
    return this.fill === 0;
  }

  get full(): boolean {
    return this.fill === this.depth;
  }

  push(word: Word | undefined): void {
    this.pushed++;
    if (word !== undefined) this.words.push(word);
  }

  pop(): Word | undefined {
    this.popped++;
    return this.words.shift();
  }

  commit(): void {
    this.fill += this.pushed - this.popped;
    this.readCount += this.popped;
    this.highWater = Math.max(this.highWater, this.fill);
    this.pushed = 0;
    this.popped = 0;
  }
}

/** The result of an iteration on its way through the pipeline. */
interface InFlight {
  /** The loop's own time at which it leaves. */
  readonly leaveAt: number;
  /** Output ports that it writes. */
  readonly ports: readonly number[];
  readonly words: readonly Word[];
}

/** What a block does when the cycle is committed: nothing, let results leave, or also let the next iteration enter. */
type Move = 'stand' | 'flow' | 'enter';

const NO_PORTS: readonly number[] = [];

class TickBlock {
  readonly causes: Record<Cause, number> = { busy: 0, waitInput: 0, waitOutput: 0, fill: 0, drain: 0 };
  cause: Cause = 'fill';
  finished = false;
  /** The stream end without which the block can never move again; undefined while it moves or will move by itself. */
  stuckOn: { readonly stream: number; readonly for: 'input' | 'output' } | undefined;
  private readonly body: BlockBody | undefined;
  private loopIndex = -1;
  private readsOf: readonly (readonly number[])[] = [];
  private writesOf: readonly (readonly number[])[] = [];
  /** The loop's own time: it passes except while the loop stands still. */
  private local = 0;
  private iteration = 0;
  /** Own time from which the next iteration may enter. */
  private enterAt = 0;
  private inFlight: InFlight[] = [];
  private started = false;
  private move: Move = 'stand';

  constructor(
    readonly block: Block,
    private readonly streams: readonly TickStream[],
    readonly inputs: readonly number[],
    readonly outputs: readonly number[],
    words: boolean,
  ) {
    this.body = words ? block.createBody?.() : undefined;
    this.nextLoop();
  }

  private get loop(): Loop {
    return this.block.loops[this.loopIndex];
  }

  private get iterationsLeft(): boolean {
    return this.iteration < this.loop.rounds * this.loop.iterationsPerRound;
  }

  private get leaving(): readonly number[] {
    return this.inFlight.length > 0 && this.inFlight[0].leaveAt === this.local ? this.inFlight[0].ports : NO_PORTS;
  }

  private get wantsToEnter(): boolean {
    return this.iterationsLeft && this.local >= this.enterAt;
  }

  private get entering(): readonly number[] {
    return this.wantsToEnter ? this.readsOf[this.iteration % this.loop.iterationsPerRound] : NO_PORTS;
  }

  /** Decides what happens in this cycle, from the state at its beginning. */
  evaluate(cycle: number): void {
    this.stuckOn = undefined;
    this.move = 'stand';
    if (this.finished) {
      this.cause = 'drain';
      return;
    }
    if (cycle < this.block.startCycle) {
      this.cause = 'fill';
      return;
    }
    const full = this.leaving.find((port) => this.streams[this.outputs[port]].full);
    if (full !== undefined) {
      this.cause = 'waitOutput';
      this.stuckOn = { stream: this.outputs[full], for: 'output' };
      return;
    }
    const empty = this.entering.find((port) => this.streams[this.inputs[port]].empty);
    if (empty !== undefined) {
      this.cause = this.started ? 'waitInput' : 'fill';
      if (this.loop.selfFlushing) this.move = 'flow';
      if (this.inFlight.length === 0 || !this.loop.selfFlushing) {
        this.stuckOn = { stream: this.inputs[empty], for: 'input' };
      }
      return;
    }
    const gate = this.block.gate;
    if (gate !== undefined && this.leaving.length + this.entering.length > 0 && !gate.open[cycle % gate.open.length]) {
      this.cause = this.started ? 'busy' : 'fill';
      return;
    }
    this.cause = this.iterationsLeft || this.local < this.enterAt ? 'busy' : 'drain';
    this.move = this.wantsToEnter ? 'enter' : 'flow';
  }

  /** Streams that are read and written in this cycle. */
  get accesses(): { readonly reads: readonly number[]; readonly writes: readonly number[] } {
    return {
      reads: this.move === 'enter' ? this.entering.map((port) => this.inputs[port]) : [],
      writes: this.move === 'stand' ? [] : this.leaving.map((port) => this.outputs[port]),
    };
  }

  /** Makes the decided move. */
  commit(): void {
    this.causes[this.cause]++;
    if (this.move === 'stand') return;
    if (this.leaving.length > 0) {
      const { ports, words } = this.inFlight.shift()!;
      for (const port of ports) this.streams[this.outputs[port]].push(words[port]);
    }
    if (this.move === 'enter') this.enter();
    this.local++;
    if (!this.iterationsLeft && this.local >= this.enterAt && this.inFlight.length === 0) this.nextLoop();
  }

  private enter(): void {
    const { iterationsPerRound, initiationInterval, depthCycles } = this.loop;
    const iteration = this.iteration % iterationsPerRound;
    const inputs: Word[] = [];
    for (const port of this.readsOf[iteration]) {
      const word = this.streams[this.inputs[port]].pop();
      if (word !== undefined) inputs[port] = word;
    }
    const words = this.body?.iterate(this.loopIndex, iteration, inputs) ?? [];
    const ports = this.writesOf[iteration];
    this.enterAt = this.local + initiationInterval;
    this.iteration++;
    this.started = true;
    if (ports.length === 0) return;
    const result = { leaveAt: this.local + depthCycles, ports, words };
    this.inFlight.push(result);
  }

  private nextLoop(): void {
    do this.loopIndex++;
    while (this.loopIndex < this.block.loops.length && this.loop.rounds === 0);
    this.finished = this.loopIndex === this.block.loops.length;
    if (this.finished) return;
    const { reads, writes, iterationsPerRound } = this.loop;
    this.readsOf = portsByIteration(reads, iterationsPerRound);
    this.writesOf = portsByIteration(writes, iterationsPerRound);
    this.local = 0;
    this.iteration = 0;
    this.enterAt = 0;
  }
}

/** For each iteration of a round the ports that it accesses. */
function portsByIteration(accesses: readonly Int32Array[], iterations: number): readonly (readonly number[])[] {
  const ports: number[][] = Array.from({ length: iterations }, () => []);
  accesses.forEach((port, index) => {
    for (const iteration of port) ports[iteration].push(index);
  });
  return ports;
}
