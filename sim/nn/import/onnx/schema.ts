/** A field of a message: its number on the wire, and its name for messages. */
export interface Field {
  readonly number: number;
  readonly name: string;
}

/** Fields of a message by their numbers in onnx.proto (github.com/onnx/onnx, IR version 13): those that are read. */
function fields<Name extends string>(numbers: Readonly<Record<Name, number>>): Readonly<Record<Name, Field>> {
  const entries = Object.entries<number>(numbers).map(([name, number]) => [name, { number, name }]);
  return Object.fromEntries(entries) as Record<Name, Field>;
}

export const MODEL = fields({ ir_version: 1, graph: 7, opset_import: 8 });
export const OPERATOR_SET = fields({ domain: 1, version: 2 });
export const GRAPH = fields({
  node: 1,
  initializer: 5,
  input: 11,
  output: 12,
  quantization_annotation: 14,
  sparse_initializer: 15,
});
export const NODE = fields({ input: 1, output: 2, name: 3, op_type: 4, attribute: 5, domain: 7 });
export const ATTRIBUTE = fields({
  ...{ name: 1, f: 2, i: 3, s: 4, t: 5, g: 6, floats: 7, ints: 8, strings: 9, tensors: 10, graphs: 11, type: 20 },
});
export const TENSOR = fields({
  ...{ dims: 1, data_type: 2, segment: 3, float_data: 4, int32_data: 5, string_data: 6, int64_data: 7, name: 8 },
  ...{ raw_data: 9, double_data: 10, uint64_data: 11, external_data: 13, data_location: 14 },
});
export const VALUE_INFO = fields({ name: 1, type: 2 });
export const TYPE = fields({ tensor_type: 1 });
export const TENSOR_TYPE = fields({ elem_type: 1, shape: 2 });
export const TENSOR_SHAPE = fields({ dim: 1 });
export const DIMENSION = fields({ dim_value: 1, dim_param: 2 });
export const ANNOTATION = fields({ tensor_name: 1, quant_parameter_tensor_names: 2 });
export const STRING_ENTRY = fields({ key: 1, value: 2 });

/** Names of the element types by their number. */
export const ELEMENT_TYPE_NAME: readonly string[] = [
  ...['UNDEFINED', 'FLOAT', 'UINT8', 'INT8', 'UINT16', 'INT16', 'INT32', 'INT64', 'STRING', 'BOOL', 'FLOAT16'],
  ...['DOUBLE', 'UINT32', 'UINT64', 'COMPLEX64', 'COMPLEX128', 'BFLOAT16', 'FLOAT8E4M3FN', 'FLOAT8E4M3FNUZ'],
  ...['FLOAT8E5M2', 'FLOAT8E5M2FNUZ', 'UINT4', 'INT4', 'FLOAT4E2M1'],
];

/** Names of the kinds of attributes by their number. */
export const ATTRIBUTE_TYPE_NAME: readonly string[] = [
  ...['UNDEFINED', 'FLOAT', 'INT', 'STRING', 'TENSOR', 'GRAPH', 'FLOATS', 'INTS', 'STRINGS', 'TENSORS', 'GRAPHS'],
];
