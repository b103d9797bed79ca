import { describeDeadlock, type StuckBlock } from '../deadlock.js';
import { connect, type Pipeline, type StreamEnds, wordsThrough } from '../pipeline.js';
import { BlockRunner } from './block-runner.js';
import { EventStream } from './event-stream.js';
import type { EngineOptions, PipelineTiming } from './result.js';
import { SteadyState } from './steady-state.js';

/**
 * Computes only stream accesses, and jumps from one to the next. Blocks take turns; each goes on until an access depends
 * on one that has not been computed yet. The result is that of `tick`, cycle for cycle.
 *
 * Frames are fed one by one. When the state of the whole pipeline between two frames has been seen before, the frames
 * in between repeat for ever, and all but the last are skipped exactly (`steadyState: false` computes them all).
 */
export function simulateEvents(
  pipeline: Pipeline,
  options: EngineOptions & { readonly steadyState?: boolean } = {},
): PipelineTiming {
  const machine = new EventMachine(pipeline, options);
  const source = machine.onlySource();
  if (options.steadyState !== false && options.recorder === undefined && source !== undefined) {
    machine.runFrames(source);
  }
  machine.settle();
  return machine.finish();
}

/** The block that feeds the pipeline, the stream that says when, and its words for each frame. */
interface FrameSource {
  readonly index: number;
  readonly stream: EventStream;
  readonly frameWords: number;
}

class EventMachine {
  readonly ends: readonly StreamEnds[];
  readonly streams: readonly EventStream[];
  readonly blocks: readonly BlockRunner[];
  private readonly frameStream: EventStream | undefined;
  /** For each block those at the other ends of its streams. */
  private readonly neighbours: readonly (readonly number[])[];
  /** Blocks that may be able to go on, as a ring in which each stands at most once. */
  private readonly queue: Int32Array;
  private readonly queued: Uint8Array;
  private queueStart = 0;
  private queueLength = 0;

  constructor(
    readonly pipeline: Pipeline,
    options: EngineOptions,
  ) {
    this.ends = connect(pipeline);
    this.streams = pipeline.streams.map((stream) => new EventStream(stream));
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
    const sink = pipeline.blocks.find(({ inputs, outputs }) => outputs.length === 0 && inputs.length > 0);
    if (sink !== undefined) {
      this.frameStream = this.streams[indexOf.get(sink.inputs[0])!];
      this.frameStream.watchRead(wordsThrough(sink, 'reads', 0) / pipeline.frames);
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
  enqueue(index: number): void {
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
    const frameWords = wordsThrough(sources[0], 'writes', 0) / this.pipeline.frames;
    return Number.isInteger(frameWords) && frameWords > 0
      ? { index, stream: this.streams[stream], frameWords }
      : undefined;
  }

  /** Feeds all frames but the last, skipping what repeats; then lifts the limit. */
  runFrames(source: FrameSource): void {
    const { frames } = this.pipeline;
    const steady = new SteadyState(this.blocks, this.streams, this.ends);
    for (let frame = 1, skipped = 0; frame + skipped < frames; frame++) {
      source.stream.writeLimit = (frame + skipped) * source.frameWords;
      this.enqueue(source.index);
      this.settle();
      skipped += steady.skip(frames - 1 - frame - skipped);
    }
    source.stream.writeLimit = Number.POSITIVE_INFINITY;
    this.enqueue(source.index);
  }

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
      firstFrameCycles: (this.frameStream?.watchedReadCycle ?? -1) + 1,
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
