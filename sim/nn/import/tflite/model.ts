import { showName } from '../../../core/input/show.js';
import { FlatTable } from './flat-table.js';
import {
  BUFFER,
  IDENTIFIER,
  MODEL,
  OPERATOR,
  OPERATOR_CODE,
  OPERATOR_NAME,
  QUANTIZATION,
  SUBGRAPH,
  TENSOR,
  TENSOR_TYPE,
} from './schema.js';

/** A tensor of a model. */
export interface Tensor {
  readonly index: number;
  /** With the batch in front. */
  readonly shape: readonly number[];
  /** Name of its type in the schema. */
  readonly type: string;
  /** One a tensor, or one a channel; empty where it is not quantized. */
  readonly scales: readonly number[];
  readonly zeroPoints: readonly number[];
  /** Axis of the channels that have scales of their own. */
  readonly quantizedAxis: number;
  /** Its constant, little-endian; empty where operators compute it. */
  readonly data: Uint8Array;
}

/** An operator of a model. */
export interface Operator {
  /** Its place in the file, for messages. */
  readonly node: number;
  readonly name: string;
  /** Indices of tensors; -1 where an optional one is absent. */
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly options: FlatTable | undefined;
}

/** The one subgraph of a model. */
export interface Model {
  readonly tensors: readonly Tensor[];
  readonly operators: readonly Operator[];
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly error: (problem: string) => Error;
}

const VERSION = 3;
const CUSTOM = 'CUSTOM';
/** More dimensions than any tensor of pictures has. */
const MAX_DIMENSIONS = 8;

/**
 * Reads a TensorFlow Lite model (.tflite, a FlatBuffers file).
 * @throws InputError where the file is damaged, of another version, or has other than one subgraph
 */
export function readModel(bytes: Uint8Array, file: string): Model {
  const model = FlatTable.root(bytes, file, IDENTIFIER, 'model');
  const version = model.int32(MODEL.version);
  if (version !== VERSION) throw model.error(`found a model of version ${version}, allowed: ${VERSION}`);
  const [subgraph, ...others] = model.tables(MODEL.subgraphs);
  if (subgraph === undefined || others.length > 0) {
    throw model.error(`found ${subgraph === undefined ? 0 : 1 + others.length} subgraphs, allowed: 1`);
  }
  const names = model.tables(MODEL.operator_codes).map(nameOfCode);
  const buffers = model.tables(MODEL.buffers);
  const tensors = subgraph.tables(SUBGRAPH.tensors).map((table, index) => readTensor(table, index, buffers));
  const error = (problem: string) => model.error(problem);
  const checkTensors = (indices: readonly number[], what: string, least = 0) => {
    const wrong = indices.find((index) => index < least || index >= tensors.length);
    if (wrong === undefined) return indices;
    throw error(`${what}: found tensor ${wrong}, allowed: ${least} to ${tensors.length - 1}`);
  };
  const operators = subgraph.tables(SUBGRAPH.operators).map((table, node): Operator => {
    const code = table.int32(OPERATOR.opcode_index);
    const name = names[code];
    if (name === undefined) throw error(`node ${node}: found operator code ${code}, allowed: 0 to ${names.length - 1}`);
    return {
      node,
      name,
      inputs: checkTensors(table.int32s(OPERATOR.inputs), `node ${node} (${name}), inputs`, -1),
      outputs: checkTensors(table.int32s(OPERATOR.outputs), `node ${node} (${name}), outputs`),
      options: table.table(OPERATOR.builtin_options),
    };
  });
  return {
    tensors,
    operators,
    inputs: checkTensors(subgraph.int32s(SUBGRAPH.inputs), 'inputs'),
    outputs: checkTensors(subgraph.int32s(SUBGRAPH.outputs), 'outputs'),
    error,
  };
}

/** Newer files have codes beyond 127 in a second field. */
function nameOfCode(table: FlatTable): string {
  const code = Math.max(table.int8(OPERATOR_CODE.deprecated_builtin_code), table.int32(OPERATOR_CODE.builtin_code));
  const name = OPERATOR_NAME[code] ?? `operator ${code}`;
  if (name !== CUSTOM) return name;
  return `${CUSTOM} ${showName(new TextDecoder().decode(table.bytes(OPERATOR_CODE.custom_code).subarray(0, 100)))}`;
}

function readTensor(table: FlatTable, index: number, buffers: readonly FlatTable[]): Tensor {
  const shape = table.int32s(TENSOR.shape);
  if (shape.length > MAX_DIMENSIONS || shape.some((size) => size < 0)) {
    throw table.error(`tensor ${index}: found the shape [${shape.slice(0, MAX_DIMENSIONS + 1)}]`);
  }
  const type = table.int8(TENSOR.type);
  const buffer = table.int32(TENSOR.buffer);
  if (buffer < 0 || (buffers.length > 0 && buffer >= buffers.length)) {
    throw table.error(`tensor ${index}: found buffer ${buffer}, allowed: 0 to ${buffers.length - 1}`);
  }
  const quantization = table.table(TENSOR.quantization);
  return {
    index,
    shape,
    type: TENSOR_TYPE[type] ?? `type ${type}`,
    scales: quantization?.float32s(QUANTIZATION.scale) ?? [],
    zeroPoints: quantization?.int64s(QUANTIZATION.zero_point) ?? [],
    quantizedAxis: quantization?.int32(QUANTIZATION.quantized_dimension) ?? 0,
    data: buffers[buffer]?.bytes(BUFFER.data) ?? new Uint8Array(),
  };
}
