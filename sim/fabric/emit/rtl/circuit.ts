import { type Block, connect, type HardwareModule, type Pipeline, type StreamSpec } from '../../../core/pipeline.js';
import { fifoModule } from '../../rtl/units/fifo.js';
import { Identifiers } from './identifiers.js';

/** A pipeline as a circuit: an instance of fifo.sv for every stream, of a unit's module for every block between two streams. */
export interface Circuit {
  /** Name of the top module. */
  readonly name: string;
  readonly fifos: readonly FifoInstance[];
  readonly units: readonly UnitInstance[];
  /** The first FIFO, which the source writes, and the last one, which the sink reads. */
  readonly input: FifoInstance;
  readonly output: FifoInstance;
  /** Blocks outside: what offers words, and what takes them. */
  readonly source: Block;
  readonly sink: Block;
  /** Whether a word that the source has offered stays on offer until it is taken. */
  readonly holds: boolean;
}

export interface FifoInstance {
  readonly stream: StreamSpec;
  /** Name of the instance, and of the signals at its ends. */
  readonly name: string;
  readonly module: HardwareModule;
}

export interface UnitInstance {
  readonly name: string;
  readonly block: Block;
  readonly module: HardwareModule;
  readonly inputs: readonly FifoInstance[];
  readonly outputs: readonly FifoInstance[];
}

/**
 * The circuit of a pipeline of library rtl.
 * @param name of the top module; made an identifier
 * @param distributedDepth deepest FIFO that is no block RAM, in words
 * @throws RangeError for a pipeline with other blocks
 */
export function circuitOf(pipeline: Pipeline, name: string, distributedDepth: number): Circuit {
  const { blocks, streams } = pipeline;
  const ends = connect(pipeline);
  const source = blocks.find(({ inputs }) => inputs.length === 0)!;
  const sink = blocks.find(({ outputs }) => outputs.length === 0)!;
  // A source that holds its words offers them to a block that accepts them, in a register outside of the circuit.
  const offered = streams.findIndex((stream) => stream.name === source.outputs[0]);
  const behind = blocks[ends[offered].reader];
  const accept = behind.unit === 'accept' ? behind : undefined;
  const fifoNames = new Identifiers('stream_');
  const fifos = streams
    .filter((_, index) => accept === undefined || index !== offered)
    .map((stream) => ({ stream, name: fifoNames.of(stream.name), module: fifoModule(stream, distributedDepth) }));
  const fifo = (stream: string) => fifos.find((each) => each.stream.name === stream)!;
  const unitNames = new Identifiers('unit_');
  const units = blocks
    .filter((block) => block !== source && block !== sink && block !== accept)
    .map((block): UnitInstance => {
      const { module } = block;
      if (module === undefined) throw new RangeError(`there is no RTL of ${block.name}, ${block.unit}`);
      const [inputs, outputs] = [block.inputs.map(fifo), block.outputs.map(fifo)];
      return { name: unitNames.of(block.name), block, module, inputs, outputs };
    });
  return {
    name: new Identifiers(/^[A-Za-z]/.test(name) ? '' : 'pipeline_').of(name),
    fifos,
    units,
    input: fifo((accept ?? source).outputs[0]),
    output: fifo(sink.inputs[0]),
    source,
    sink,
    holds: accept !== undefined,
  };
}
