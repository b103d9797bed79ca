import { InputError } from '../core/input/input-error.js';
import { allowedNames } from '../core/input/nearest.js';
import type { Block, Pipeline, StreamSpec } from '../core/pipeline.js';
import type { FifoDepths } from './library-keys.js';

/** A stream to be laid: all but its depth, which is the overlay's or else the usual one. */
export interface NewStream extends Omit<StreamSpec, 'depth'> {
  readonly wordsPerFrame: number;
  /** Where the overlay names no depth; the library's default where absent. */
  readonly usualDepth?: number;
}

/** Blocks and streams that are laid together. */
export interface Parts {
  readonly blocks: readonly Block[];
  readonly streams: readonly StreamSpec[];
}

/** What a unit behind several streams is told; `input` is the first. */
export interface Behind extends Between {
  readonly inputs: readonly string[];
}

/** What a unit between two streams is told. */
export interface Between {
  readonly input: string;
  readonly output: string;
  readonly frames: number;
}

/**
 * Builds a chain of units, or a graph of them branch by branch. There is an open end: the stream that the next unit reads.
 */
export class PipelineBuilder {
  private readonly blocks: Block[] = [];
  private readonly streams: StreamSpec[] = [];
  private open: NewStream | undefined;
  /** Names of the streams whose depth can be chosen. */
  readonly fifoNames: string[] = [];
  /** Their depths, in the same order. */
  readonly fifoDepths: number[] = [];

  /**
   * @param depths of streams without a depth of their own
   * @param fifos depths by stream name
   */
  constructor(
    private readonly depths: FifoDepths,
    private readonly fifos: Readonly<Record<string, number>>,
    readonly frames: number,
  ) {}

  /** The stream that nothing reads yet. */
  get end(): NewStream {
    if (this.open === undefined) throw new RangeError('the pipeline has no open end');
    return this.open;
  }

  /** Names of the units so far. */
  get unitNames(): string[] {
    return this.blocks.map(({ name }) => name);
  }

  /** Starts the chain. */
  source(stream: NewStream, unit: (output: string) => Block): void {
    this.lay(stream);
    this.add(unit(stream.name));
  }

  /** Adds a unit that reads the open end, and the stream that it writes, the new open end. */
  append(stream: NewStream, unit: (between: Between) => Block): void {
    const { name: input } = this.end;
    this.lay(stream);
    this.add(unit({ input, output: stream.name, frames: this.frames }));
  }

  /** Adds units that read the open end, and their streams, of which `stream` is the new open end. */
  appendParts(stream: Omit<NewStream, 'usualDepth'>, parts: (between: Between) => Parts): void {
    this.appendJoin([this.end], stream, parts);
  }

  /** Adds units that read several ends, and their streams, of which `stream` is the new open end. */
  appendJoin(
    ends: readonly NewStream[],
    stream: Omit<NewStream, 'usualDepth'>,
    parts: (behind: Behind) => Parts,
  ): void {
    const inputs = ends.map(({ name }) => name);
    this.addParts(parts({ input: inputs[0], inputs, output: stream.name, frames: this.frames }));
    this.open = stream;
  }

  /** Adds units that read the open end and give several ends, of which `goOn` makes each the open end. */
  appendFork(parts: (input: string) => Parts): void {
    this.addParts(parts(this.end.name));
    this.open = undefined;
  }

  /** Makes a stream that nothing reads yet the open end. */
  goOn(from: NewStream): void {
    this.open = from;
  }

  /** Adds a FIFO that is a unit of its own. */
  appendFifo(stream: NewStream, parts: (between: Between, depth: number) => Parts): void {
    this.appendParts(stream, (between) => parts(between, this.depthOf(stream)));
  }

  /**
   * Ends the chain.
   * @throws InputError where the overlay gives a depth to what is no FIFO of this pipeline
   */
  sink(name: string, unit: (input: string) => Block): Pipeline {
    this.add(unit(this.end.name));
    const unknown = Object.keys(this.fifos).find((fifo) => !this.fifoNames.includes(fifo));
    if (unknown !== undefined) {
      throw new InputError(`no FIFO ${unknown} in this pipeline, ${allowedNames(unknown, this.fifoNames)}`);
    }
    return { name, frames: this.frames, blocks: this.blocks, streams: this.streams };
  }

  private lay(stream: NewStream): void {
    const { wordsPerFrame: _words, usualDepth: _depth, ...spec } = stream;
    this.streams.push({ ...spec, depth: this.depthOf(stream) });
    this.open = stream;
  }

  /** The depth of a FIFO: the overlay's, or else the usual one. */
  private depthOf({ name, usualDepth = this.depths.defaultFifoDepth.value }: NewStream): number {
    this.fifoNames.push(name);
    const asked = Object.hasOwn(this.fifos, name) ? this.fifos[name] : usualDepth;
    const depth = Math.max(asked, this.depths.minimumFifoDepth.value);
    this.fifoDepths.push(depth);
    return depth;
  }

  private addParts({ blocks, streams }: Parts): void {
    this.streams.push(...streams);
    for (const block of blocks) this.add(block);
  }

  private add(block: Block): void {
    if (this.unitNames.includes(block.name)) {
      throw new InputError(`two units are named ${block.name}; give the layer another name`);
    }
    this.blocks.push(block);
  }
}
