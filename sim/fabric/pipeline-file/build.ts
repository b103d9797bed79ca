import type { Block, Gate, Pipeline, StreamSpec } from '../../core/pipeline.js';
import { passBody, registerLoop } from '../finn/unit.js';
import { series } from '../units/unit.js';
import { type Node, type Port, SINK, SOURCE } from './graph.js';
import type { Joining } from './plan.js';
import type { PipelineFile, Rhythm } from './schema.js';

/** A stream as the file means it: what passes from one block to another. */
export interface Wire {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  /** Stream of the pipeline in which the beats are, and the access by which they pass. */
  readonly stream: string;
  readonly passes: 'written' | 'read';
}

/** A pipeline file laid out as blocks and streams. */
export interface BuiltPipeline {
  readonly library: PipelineFile['library'];
  readonly pipeline: Pipeline;
  /** From the source's to the sink's. */
  readonly wires: readonly Wire[];
  /** Cycle of the pipeline that the file calls 0. */
  readonly firstCycle: number;
  readonly outputBeatsPerFrame: number;
  /** Stream of the pipeline that each FIFO of the file is. */
  readonly fifoStreams: ReadonlyMap<string, string>;
}

const SOURCE_STREAM = `${SOURCE}.out`;

/** Lays the joined blocks out, between a source that offers beats and a sink that takes them. */
export function buildPipeline(
  file: PipelineFile,
  nodes: readonly Node[],
  joining: Joining,
  name: string,
): BuiltPipeline {
  const { frames, outputBeatsPerFrame } = file;
  const { idleCycles, fifo } = joining;
  const sourceBits = file.library === 'rtl' ? file.inputBits : 1;
  const streams = new Streams(nodes, fifo !== undefined, sourceBits);
  const specs: StreamSpec[] = [offeredBeat(sourceBits)];
  const blocks: Block[] = [source(file, idleCycles)];
  if (fifo !== undefined) blocks.push(acceptSource(file));
  for (const [index, { plan, name, inputs, inputBeats, inputBits, outputs }] of nodes.entries()) {
    if (plan.build === undefined) continue;
    const outputNames = Array.from({ length: outputs }, (_, output) => streams.behind({ node: index, output }));
    const inputNames = inputs.map((port) => streams.behind(port));
    const place = { name, inputs: inputNames, outputs: outputNames, frames, beatsPerFrame: inputBeats, inputBits };
    const parts = plan.build(place);
    blocks.push(...parts.blocks);
    specs.push(...parts.streams);
  }
  const end = { node: nodes.length - 1, output: nodes[nodes.length - 1].outputs - 1 };
  blocks.push(sink(file, streams.behind(end), idleCycles));
  if (fifo !== undefined) {
    specs.push(...streams.all().map((stream) => fifo(stream, streams.bitsOf(stream), streams.depthOf(stream))));
  }
  return {
    library: file.library,
    pipeline: { name, frames, blocks, streams: specs },
    wires: wiresOf(nodes, streams, end),
    firstCycle: idleCycles,
    outputBeatsPerFrame,
    fifoStreams: new Map(
      nodes.flatMap(({ name, type }, node) =>
        type === 'fifo' ? [[name, streams.behind({ node, output: 0 })] as const] : [],
      ),
    ),
  };
}

/** Which stream lies behind each output. A block that is no unit passes its input on. */
class Streams {
  constructor(
    private readonly nodes: readonly Node[],
    private readonly joinedByFifos: boolean,
    private readonly sourceBits: number,
  ) {}

  behind({ node, output }: Port): string {
    if (node === -1) return this.joinedByFifos ? `${SOURCE}.fifo` : SOURCE_STREAM;
    const { plan, name, inputs, outputs } = this.nodes[node];
    if (plan.build === undefined) return this.behind(inputs[0]);
    return outputs === 1 ? `${name}.out` : `${name}.out${output}`;
  }

  /** The streams behind all outputs, each once. */
  all(): string[] {
    const ports = this.nodes.flatMap(({ outputs }, node) =>
      Array.from({ length: outputs }, (_, output) => ({ node, output })),
    );
    return [...new Set([{ node: -1, output: 0 }, ...ports].map((port) => this.behind(port)))];
  }

  /** The depth that a block which is no unit asks for. */
  depthOf(stream: string): number | undefined {
    const asking = this.nodes.find(
      ({ plan }, node) => plan.depth !== undefined && this.behind({ node, output: 0 }) === stream,
    );
    return asking?.plan.depth;
  }

  /** Width of the beats on a stream. */
  bitsOf(stream: string): number {
    const writer = this.nodes.find(({ outputs }, node) =>
      Array.from({ length: outputs }, (_, output) => this.behind({ node, output })).includes(stream),
    );
    return writer?.outputBits ?? this.sourceBits;
  }

  /** By which access a beat passes from an output to the block that takes it. */
  passes({ node }: Port, to: Node | undefined): Wire['passes'] {
    if (!this.joinedByFifos || node === -1 || to === undefined) return 'read';
    return this.nodes[node].plan.build === undefined ? 'read' : 'written';
  }

  /** The stream whose accesses show what passes out of an output. */
  observed(port: Port): string {
    return port.node === -1 ? SOURCE_STREAM : this.behind(port);
  }
}

function wiresOf(nodes: readonly Node[], streams: Streams, end: Port): Wire[] {
  const wire = (port: Port, to: Node | undefined): Wire => {
    const from = port.node === -1 ? undefined : nodes[port.node];
    const suffix = from === undefined || from.outputs === 1 ? '' : `${port.output}`;
    return {
      name: `${from?.name ?? SOURCE}.out${suffix}`,
      from: from?.name ?? SOURCE,
      to: to?.name ?? SINK,
      stream: streams.observed(port),
      passes: streams.passes(port, to),
    };
  };
  return [...nodes.flatMap((node) => node.inputs.map((port) => wire(port, node))), wire(end, undefined)];
}

/** The beat that the source offers, until it is taken. */
function offeredBeat(bits: number): StreamSpec {
  return { name: SOURCE_STREAM, bits, depth: 1, latencyCycles: 0 };
}

function source({ frames, inputBeatsPerFrame, source }: PipelineFile, idleCycles: number): Block {
  return {
    name: SOURCE,
    unit: SOURCE,
    inputs: [],
    outputs: [SOURCE_STREAM],
    startCycle: idleCycles,
    ...gateOf(source, idleCycles),
    loops: [
      registerLoop({
        rounds: frames,
        iterationsPerRound: inputBeatsPerFrame,
        reads: [],
        writes: [series(inputBeatsPerFrame)],
      }),
    ],
  };
}

/** Takes what the source offers into the first FIFO. */
function acceptSource({ frames, inputBeatsPerFrame }: PipelineFile): Block {
  const everyBeat = Int32Array.of(0);
  return {
    name: `${SOURCE}.accept`,
    unit: 'accept',
    inputs: [SOURCE_STREAM],
    outputs: [`${SOURCE}.fifo`],
    startCycle: 0,
    loops: [
      registerLoop({
        rounds: frames * inputBeatsPerFrame,
        iterationsPerRound: 1,
        reads: [everyBeat],
        writes: [everyBeat],
      }),
    ],
    createBody: passBody,
  };
}

function sink({ frames, outputBeatsPerFrame, sink }: PipelineFile, input: string, idleCycles: number): Block {
  return {
    name: SINK,
    unit: SINK,
    inputs: [input],
    outputs: [],
    startCycle: idleCycles,
    ...gateOf(sink, idleCycles),
    loops: [
      registerLoop({
        rounds: frames,
        iterationsPerRound: outputBeatsPerFrame,
        reads: [series(outputBeatsPerFrame)],
        writes: [],
      }),
    ],
  };
}

function gateOf(rhythm: Rhythm, idleCycles: number): { readonly gate?: Gate } {
  if (rhythm === 'free') return {};
  const { allow, modulo } = rhythm;
  const open = Array<boolean>(modulo).fill(false);
  for (const cycle of allow) open[(cycle + idleCycles) % modulo] = true;
  return { gate: { open } };
}
