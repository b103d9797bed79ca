import { showName } from '../../../core/input/show.js';
import { Message } from './message.js';
import { elementType, elementTypeName, readTensor } from './read-tensor.js';
import {
  ANNOTATION,
  ATTRIBUTE,
  ATTRIBUTE_TYPE_NAME,
  DIMENSION,
  GRAPH,
  MODEL,
  NODE,
  OPERATOR_SET,
  STRING_ENTRY,
  TENSOR_SHAPE,
  TENSOR_TYPE,
  TYPE,
  VALUE_INFO,
} from './schema.js';
import type { ElementType, Tensor, TensorType } from './tensor.js';

/** Value of an attribute; others than these kinds are not read. */
export type Attribute =
  | { readonly kind: 'FLOAT'; readonly value: number }
  | { readonly kind: 'INT'; readonly value: number }
  | { readonly kind: 'STRING'; readonly value: string }
  | { readonly kind: 'FLOATS'; readonly value: readonly number[] }
  | { readonly kind: 'INTS'; readonly value: readonly number[] }
  | { readonly kind: 'STRINGS'; readonly value: readonly string[] }
  | { readonly kind: 'TENSOR'; readonly value: Tensor }
  | { readonly kind: 'other'; readonly value: string };

/** An operator of a model, as the file has it. */
export interface Operator {
  /** Its place in the file, for messages. */
  readonly index: number;
  readonly name: string;
  readonly type: string;
  /** Empty for those of ONNX itself. */
  readonly domain: string;
  /** Version of its operator set. */
  readonly version: number;
  /** Names of tensors; empty where an optional one is absent. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, Attribute>;
}

/** A tensor that goes into the graph or comes out of it. */
export interface GraphValue extends TensorType {
  readonly name: string;
}

/** The graph of a model. */
export interface Model {
  readonly operators: readonly Operator[];
  readonly constants: ReadonlyMap<string, Tensor>;
  /** Without those that are constants. */
  readonly inputs: readonly GraphValue[];
  readonly outputs: readonly string[];
  /** Data types that FINN notes of tensors, by their names. */
  readonly dataTypes: ReadonlyMap<string, string>;
  readonly error: (problem: string) => Error;
}

/** Key of FINN's data types among the annotations of a tensor. */
const FINN_DATA_TYPE = 'finn_datatype';
const STANDARD_DOMAINS = ['', 'ai.onnx'];

/**
 * Reads an ONNX model (.onnx, a Protocol Buffers file).
 * @throws InputError where the file is damaged or has what is not read
 */
export function readModel(bytes: Uint8Array, file: string): Model {
  const model = new Message(bytes, file, 'model');
  const graph = model.message(MODEL.graph);
  if (graph === undefined || !model.has(MODEL.opset_import)) {
    throw model.error(`found no ${graph === undefined ? 'graph' : 'opset_import'}: this is no ONNX model`);
  }
  const versions = new Map(
    model
      .messages(MODEL.opset_import)
      .map((set) => [plainDomain(set.string(OPERATOR_SET.domain)), set.int64(OPERATOR_SET.version)]),
  );
  if (graph.has(GRAPH.sparse_initializer)) throw graph.error('found sparse initializers, allowed: initializer');
  const constants = new Map(
    graph.messages(GRAPH.initializer).map((message) => {
      const { name, tensor } = readTensor(message);
      return [name, tensor];
    }),
  );
  return {
    operators: graph.messages(GRAPH.node).map((node, index) => readOperator(node, index, versions)),
    constants,
    inputs: graph
      .messages(GRAPH.input)
      .filter((value) => !constants.has(value.string(VALUE_INFO.name)))
      .map(readValue),
    outputs: graph.messages(GRAPH.output).map((value) => value.string(VALUE_INFO.name)),
    dataTypes: new Map(graph.messages(GRAPH.quantization_annotation).flatMap(readDataType)),
    error: (problem) => model.error(problem),
  };
}

function plainDomain(domain: string): string {
  return STANDARD_DOMAINS.includes(domain) ? '' : domain;
}

function readOperator(message: Message, index: number, versions: ReadonlyMap<string, number>): Operator {
  const domain = plainDomain(message.string(NODE.domain));
  return {
    index,
    name: message.string(NODE.name),
    type: message.string(NODE.op_type),
    domain,
    version: versions.get(domain) ?? 1,
    inputs: message.strings(NODE.input),
    outputs: message.strings(NODE.output),
    attributes: new Map(
      message.messages(NODE.attribute).map((attribute) => [attribute.string(ATTRIBUTE.name), readAttribute(attribute)]),
    ),
  };
}

function readAttribute(message: Message): Attribute {
  const number = message.int32(ATTRIBUTE.type);
  const kind = ATTRIBUTE_TYPE_NAME[number] ?? `type ${number}`;
  switch (kind) {
    case 'FLOAT':
      return { kind, value: message.float(ATTRIBUTE.f) };
    case 'INT':
      return { kind, value: message.int64(ATTRIBUTE.i) };
    case 'STRING':
      return { kind, value: message.string(ATTRIBUTE.s) };
    case 'FLOATS':
      return { kind, value: message.floats(ATTRIBUTE.floats) };
    case 'INTS':
      return { kind, value: message.int64s(ATTRIBUTE.ints) };
    case 'STRINGS':
      return { kind, value: message.strings(ATTRIBUTE.strings) };
    case 'TENSOR': {
      const tensor = message.message(ATTRIBUTE.t);
      if (tensor === undefined) throw message.error('found no tensor');
      return { kind, value: readTensor(tensor).tensor };
    }
    default:
      return { kind: 'other', value: kind };
  }
}

/** Images come one at a time: a batch that is left open is 1. */
function readValue(message: Message): GraphValue {
  const name = message.string(VALUE_INFO.name);
  const fail = (problem: string) => message.error(`${showName(name)} ${problem}`);
  const tensor = message.message(VALUE_INFO.type)?.message(TYPE.tensor_type);
  if (tensor === undefined) throw fail('is no tensor');
  const type = elementTypeOf(tensor.int32(TENSOR_TYPE.elem_type), fail);
  const dimensions = tensor.message(TENSOR_TYPE.shape)?.messages(TENSOR_SHAPE.dim);
  if (dimensions === undefined) throw fail('has no shape');
  const shape = dimensions.map((dimension, axis) => {
    const size = dimension.int64(DIMENSION.dim_value);
    if (size > 0) return size;
    if (axis === 0 && size === 0) return 1;
    const found = showName(dimension.string(DIMENSION.dim_param)) || 'open';
    throw fail(`has the size ${size === 0 ? found : size} along axis ${axis}, allowed: a fixed size`);
  });
  return { name, type, shape };
}

function elementTypeOf(number: number, fail: (problem: string) => Error): ElementType {
  const type = elementType(number);
  if (type === undefined) throw fail(`is of ${elementTypeName(number)}, which is not computed`);
  return type;
}

function readDataType(annotation: Message): [tensor: string, type: string][] {
  return annotation
    .messages(ANNOTATION.quant_parameter_tensor_names)
    .filter((entry) => entry.string(STRING_ENTRY.key) === FINN_DATA_TYPE)
    .map((entry) => [annotation.string(ANNOTATION.tensor_name), entry.string(STRING_ENTRY.value)]);
}
