import { ReadCursor } from '../addressing.js';
import type { Cause } from '../causes.js';
import { describeDeadlock, type StuckBlock } from '../deadlock.js';
import {
  type Block,
  type BlockBody,
  connect,
  type Loop,
  type Pipeline,
  type StreamSpec,
  type Word,
  wordsThrough,
} from '../pipeline.js';
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
  const streams = pipeline.streams.map((stream) => new TickStream(stream));
  const indexOf = new Map(pipeline.streams.map(({ name }, index) => [name, index]));
  const blocks = pipeline.blocks.map((block) => {
    const ports = (names: readonly string[]) => names.map((name) => indexOf.get(name)!);
    return new TickBlock(block, streams, ports(block.inputs), ports(block.outputs), options.words ?? false);
  });
  streams.forEach((stream, index) => {
    stream.join(blocks[ends[index].writer], blocks[ends[index].reader]);
  });
  const visits = options.order ?? blocks.map((_, index) => index);
  const sink = blocks.find(({ outputs, inputs }) => outputs.length === 0 && inputs.length > 0);
  const frameWords = sink === undefined ? 0 : wordsThrough(sink.block, 'reads', 0) / pipeline.frames;

  let cycle = 0;
  let firstFrameCycles = 0;
  let dead = false;
  while (!dead && blocks.some((block) => !block.finished)) {
    for (const index of visits) blocks[index].decide(cycle);
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
      block.commit(cycle);
    }
    for (const stream of streams) stream.commit(cycle);
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

/** A stream whose moves take effect when the cycle ends. */
class TickStream {
  highWater = 0;
  readCount = 0;
  private writeCount = 0;
  /** By word: when it was written and what it is, from word `oldest` on. */
  private readonly writtenAt: number[] = [];
  private readonly words: (Word | undefined)[] = [];
  private oldest = 0;
  private pushed = 0;
  private popped = 0;
  private readonly latencyCycles: number;
  private readonly reuseCycles: number;
  private readonly cursor: ReadCursor;
  private writer!: TickBlock;
  private reader!: TickBlock;

  constructor(private readonly spec: StreamSpec) {
    this.latencyCycles = spec.latencyCycles ?? 1;
    this.reuseCycles = spec.reuseCycles ?? 1;
    this.cursor = new ReadCursor(spec.addressing);
  }

  join(writer: TickBlock, reader: TickBlock): void {
    this.writer = writer;
    this.reader = reader;
  }

  get fill(): number {
    return Math.max(0, this.writeCount - this.cursor.freedCount);
  }

  /** Whether the word that the next read takes has been written, readable or not yet. */
  get hasWord(): boolean {
    return this.cursor.word < this.writeCount;
  }

  /** Whether the next read finds its word in this cycle. */
  readable(cycle: number): boolean {
    const needed = this.cursor.word;
    if (needed < this.writeCount) return this.writtenAt[needed - this.oldest] + this.latencyCycles <= cycle;
    return this.latencyCycles === 0 && needed === this.writeCount && this.writer.decide(cycle).writes(this);
  }

  /** Whether a word can be written in this cycle. */
  writable(cycle: number): boolean {
    if (this.writeCount - this.cursor.freedCount < this.spec.depth) return true;
    return this.reuseCycles === 0 && this.reader.decide(cycle).reads(this) && this.cursor.frees > 0;
  }

  push(word: Word | undefined): void {
    this.pushed++;
    this.words.push(word);
  }

  /** Takes the next word. */
  pop(cycle: number): Word | undefined {
    if (this.latencyCycles === 0) this.writer.commit(cycle);
    this.popped++;
    return this.words[this.cursor.word - this.oldest];
  }

  commit(cycle: number): void {
    if (this.pushed === 0 && this.popped === 0) return;
    if (this.pushed > 0) this.writtenAt.push(cycle);
    this.writeCount += this.pushed;
    if (this.popped > 0) {
      this.cursor.advance();
      this.readCount++;
    }
    this.highWater = Math.max(this.highWater, this.fill);
    this.pushed = 0;
    this.popped = 0;
    this.forget();
  }

  /** Drops what no round will read again. */
  private forget(): void {
    const done = Math.min(this.cursor.roundStart, this.writeCount) - this.oldest;
    this.writtenAt.splice(0, done);
    this.words.splice(0, done);
    this.oldest += done;
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
  /** Ports that are read and written in the decided cycle. */
  private readPorts: readonly number[] = NO_PORTS;
  private writePorts: readonly number[] = NO_PORTS;
  private decidedAt = -1;
  private committedAt = -1;

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

  private get wantsToEnter(): boolean {
    return this.iterationsLeft && this.local >= this.enterAt;
  }

  /** Output ports that are written if the loop's own time passes and the next iteration can enter. */
  private get leaving(): readonly number[] {
    if (this.loop.depthCycles === 0) return this.wantsToEnter ? this.writesOf[this.place] : NO_PORTS;
    return this.inFlight.length > 0 && this.inFlight[0].leaveAt === this.local ? this.inFlight[0].ports : NO_PORTS;
  }

  /** Place of the next iteration in its round. */
  private get place(): number {
    return this.iteration % this.loop.iterationsPerRound;
  }

  /** Decides what happens in this cycle, from the state at its beginning; once a cycle. */
  decide(cycle: number): this {
    if (this.decidedAt === cycle) return this;
    this.decidedAt = cycle;
    this.stuckOn = undefined;
    this.move = 'stand';
    this.readPorts = NO_PORTS;
    this.writePorts = NO_PORTS;
    if (this.finished) this.cause = 'drain';
    else if (cycle < this.block.startCycle) this.cause = 'fill';
    else this.decideMove(cycle);
    return this;
  }

  private decideMove(cycle: number): void {
    const { leaving } = this;
    const entering = this.wantsToEnter ? this.readsOf[this.place] : NO_PORTS;
    const roomPorts = this.loop.needsRoomAlways === true ? this.outputs.keys() : leaving;
    for (const port of roomPorts) {
      if (this.streams[this.outputs[port]].writable(cycle)) continue;
      this.cause = 'waitOutput';
      this.stuckOn = { stream: this.outputs[port], for: 'output' };
      return;
    }
    if (!entering.every((port) => this.streams[this.inputs[port]].readable(cycle))) {
      this.cause = this.started ? 'waitInput' : 'fill';
      if (this.loop.selfFlushing) {
        this.move = 'flow';
        this.writePorts = leaving;
      }
      const empty = entering.find((port) => !this.streams[this.inputs[port]].hasWord);
      if (empty !== undefined && (this.inFlight.length === 0 || !this.loop.selfFlushing)) {
        this.stuckOn = { stream: this.inputs[empty], for: 'input' };
      }
      return;
    }
    const gate = this.block.gate;
    if (gate !== undefined && leaving.length + entering.length > 0 && !gate.open[cycle % gate.open.length]) {
      this.cause = this.started ? 'busy' : 'fill';
      return;
    }
    this.cause = this.iterationsLeft || this.local < this.enterAt ? 'busy' : 'drain';
    this.move = this.wantsToEnter ? 'enter' : 'flow';
    this.readPorts = entering;
    this.writePorts = leaving;
  }

  /** Whether it reads the stream in the decided cycle. */
  reads(stream: TickStream): boolean {
    return this.readPorts.some((port) => this.streams[this.inputs[port]] === stream);
  }

  /** Whether it writes the stream in the decided cycle. */
  writes(stream: TickStream): boolean {
    return this.writePorts.some((port) => this.streams[this.outputs[port]] === stream);
  }

  /** Streams that are read and written in the decided cycle. */
  get accesses(): { readonly reads: readonly number[]; readonly writes: readonly number[] } {
    return {
      reads: this.readPorts.map((port) => this.inputs[port]),
      writes: this.writePorts.map((port) => this.outputs[port]),
    };
  }

  /** Makes the decided move; once a cycle. */
  commit(cycle: number): void {
    if (this.committedAt === cycle) return;
    this.committedAt = cycle;
    this.causes[this.cause]++;
    if (this.move === 'stand') return;
    if (this.loop.depthCycles > 0 && this.writePorts.length > 0) this.push(this.inFlight.shift()!);
    if (this.move === 'enter') this.enter(cycle);
    this.local++;
    if (!this.iterationsLeft && this.local >= this.enterAt && this.inFlight.length === 0) this.nextLoop();
  }

  private push({ ports, words }: Pick<InFlight, 'ports' | 'words'>): void {
    for (const port of ports) this.streams[this.outputs[port]].push(words[port]);
  }

  private enter(cycle: number): void {
    const { initiationInterval, depthCycles } = this.loop;
    const inputs: Word[] = [];
    for (const port of this.readPorts) {
      const word = this.streams[this.inputs[port]].pop(cycle);
      if (word !== undefined) inputs[port] = word;
    }
    const words = this.body?.iterate(this.loopIndex, this.place, inputs) ?? [];
    const ports = this.writesOf[this.place];
    this.enterAt = this.local + initiationInterval;
    this.iteration++;
    this.started = true;
    if (depthCycles === 0) this.push({ ports, words });
    else if (ports.length > 0) this.inFlight.push({ leaveAt: this.local + depthCycles, ports, words });
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
