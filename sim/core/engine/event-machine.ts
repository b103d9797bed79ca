import { describeDeadlock, type StuckBlock } from '../deadlock.js';
import { accessesPerFrame, connect, type Pipeline, type StreamEnds } from '../pipeline.js';
import { BlockRunner } from './block-runner.js';
import { EventStream } from './event-stream.js';
import type { EngineOptions, PipelineTiming } from './result.js';

/** The block that feeds the pipeline, the stream that says when, and its words for each frame. */
export interface FrameSource {
  readonly index: number;
  readonly stream: EventStream;
  readonly frameWords: number;
}

/** The blocks and streams of a pipeline, and who may be able to go on. */
export class EventMachine {
  readonly ends: readonly StreamEnds[];
  readonly streams: readonly EventStream[];
  readonly blocks: readonly BlockRunner[];
  /** The block that takes the results, if there is one. */
  readonly sink: BlockRunner | undefined;
  private readonly frameStream: EventStream | undefined;
  /** For each block those at the other ends of its streams. */
  private readonly neighbours: readonly (readonly number[])[];
  /** Blocks that may be able to go on, as a ring in which each stands at most once. */
  private readonly queue: Int32Array;
  private readonly queued: Uint8Array;
  private queueStart = 0;
  private queueLength = 0;

  /** @param framesKept so many frames stand in the histories of the streams beside the words that accesses need */
  constructor(
    readonly pipeline: Pipeline,
    options: EngineOptions,
    framesKept = 0,
  ) {
    this.ends = connect(pipeline);
    this.streams = pipeline.streams.map(
      (stream) => new EventStream(stream, Math.ceil(framesKept * accessesPerFrame(pipeline, stream.name, 'writes'))),
    );
    const indexOf = new Map(pipeline.streams.map(({ name }, index) => [name, index]));
    const observer = options.recorder ?? null;
    this.blocks = pipeline.blocks.map((block, index) => {
      const inputIndices = block.inputs.map((name) => indexOf.get(name)!);
      const outputIndices = block.outputs.map((name) => indexOf.get(name)!);
      const inputs = inputIndices.map((stream) => this.streams[stream]);
      const outputs = outputIndices.map((stream) => this.streams[stream]);
      return new BlockRunner({ block, index, inputs, outputs, inputIndices, outputIndices, observer });
    });
    this.neighbours = pipeline.blocks.map((_, index) => [
      ...new Set(
        this.ends.flatMap(({ writer, reader }) => (writer === index ? reader : reader === index ? writer : [])),
      ),
    ]);
    this.queue = new Int32Array(this.blocks.length);
    this.queued = new Uint8Array(this.blocks.length);
    for (const index of this.blocks.keys()) this.enqueue(index);
    const last = pipeline.blocks.findIndex(({ inputs, outputs }) => outputs.length === 0 && inputs.length > 0);
    if (last !== -1) {
      const sink = pipeline.blocks[last];
      this.sink = this.blocks[last];
      this.frameStream = this.streams[indexOf.get(sink.inputs[0])!];
      this.frameStream.watchRead(accessesPerFrame(pipeline, sink.inputs[0], 'reads'));
    }
  }

  /** Computes everything that can be known: a block that has gone on may let those at its streams go on. */
  settle(): void {
    while (this.queueLength > 0) {
      const index = this.queue[this.queueStart];
      this.queueStart = (this.queueStart + 1) % this.queue.length;
      this.queueLength--;
      this.queued[index] = 0;
      const block = this.blocks[index];
      if (block.finished || !block.advance()) continue;
      for (const neighbour of this.neighbours[index]) this.enqueue(neighbour);
    }
  }

  /** Lets a block be visited again. */
  private enqueue(index: number): void {
    if (this.queued[index] === 1) return;
    this.queued[index] = 1;
    this.queue[(this.queueStart + this.queueLength) % this.queue.length] = index;
    this.queueLength++;
  }

  /** The block that feeds the pipeline, if there is one alone and it feeds every frame alike. */
  onlySource(): FrameSource | undefined {
    const sources = this.pipeline.blocks.filter(({ inputs }) => inputs.length === 0);
    if (sources.length !== 1) return undefined;
    const index = this.pipeline.blocks.indexOf(sources[0]);
    const stream = this.ends.findIndex(({ writer }) => writer === index);
    if (stream === -1) return undefined;
    const frameWords = accessesPerFrame(this.pipeline, this.pipeline.streams[stream].name, 'writes');
    return Number.isInteger(frameWords) && frameWords > 0
      ? { index, stream: this.streams[stream], frameWords }
      : undefined;
  }

  /** Lets the source offer words of so many frames in all, and computes everything that then can be known. */
  feed({ index, stream, frameWords }: FrameSource, frames: number): void {
    stream.writeLimit = frames * frameWords;
    this.enqueue(index);
    this.settle();
  }

  /** Cycles until the sink has taken the last word of the first frame. */
  get firstFrameCycles(): number {
    return (this.frameStream?.watchedReadCycle ?? -1) + 1;
  }

  /** Ends the run: the blocks that have not finished wait for ever. */
  finish(): PipelineTiming {
    const { pipeline, blocks, streams } = this;
    const cycles = Math.max(0, ...blocks.map(({ lastCycle }) => lastCycle));
    const stuck = blocks.flatMap((block, index): StuckBlock[] =>
      block.finished ? [] : [{ block: index, stream: block.stall().stream, for: block.stall().for }],
    );
    const deadlock =
      stuck.length === 0
        ? null
        : describeDeadlock(
            cycles,
            stuck,
            pipeline.blocks.map(({ name }) => name),
            pipeline.streams.map((stream, index) => ({ ...stream, ...this.ends[index], fill: streams[index].fill })),
          );
    return {
      cycles,
      firstFrameCycles: this.firstFrameCycles,
      blocks: pipeline.blocks.map(({ name, unit }, index) => ({ name, unit, causes: blocks[index].settle(cycles) })),
      streams: pipeline.streams.map(({ name, depth }, index) => ({
        name,
        depth,
        highWater: Math.max(streams[index].highWater, streams[index].fill),
      })),
      deadlock,
    };
  }
}
