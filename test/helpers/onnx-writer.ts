import protobuf from 'protobufjs/light.js';

/** The messages of onnx.proto that models of tests have, written down again apart from those that the importer reads. */
const FIELDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ModelProto: {
    ir_version: '1 int64',
    producer_name: '2 string',
    graph: '7 GraphProto',
    opset_import: '8 OperatorSet*',
  },
  OperatorSet: { domain: '1 string', version: '2 int64' },
  GraphProto: {
    ...{ node: '1 NodeProto*', name: '2 string', initializer: '5 TensorProto*', input: '11 ValueInfo*' },
    ...{ output: '12 ValueInfo*', quantization_annotation: '14 Annotation*' },
  },
  NodeProto: {
    ...{ input: '1 string*', output: '2 string*', name: '3 string', op_type: '4 string', attribute: '5 Attribute*' },
    domain: '7 string',
  },
  Attribute: {
    ...{ name: '1 string', f: '2 float', i: '3 int64', s: '4 bytes', t: '5 TensorProto', floats: '7 float*' },
    ...{ ints: '8 int64*', type: '20 int32' },
  },
  TensorProto: {
    ...{
      dims: '1 int64*',
      data_type: '2 int32',
      float_data: '4 float*',
      int32_data: '5 int32*',
      int64_data: '7 int64*',
    },
    ...{ name: '8 string', raw_data: '9 bytes', double_data: '10 double*', uint64_data: '11 uint64*' },
    ...{ external_data: '13 StringEntry*', data_location: '14 int32' },
  },
  ValueInfo: { name: '1 string', type: '2 TypeProto' },
  TypeProto: { tensor_type: '1 TensorType' },
  TensorType: { elem_type: '1 int32', shape: '2 TensorShape' },
  TensorShape: { dim: '1 Dimension*' },
  Dimension: { dim_value: '1 int64', dim_param: '2 string' },
  Annotation: { tensor_name: '1 string', quant_parameter_tensor_names: '2 StringEntry*' },
  StringEntry: { key: '1 string', value: '2 string' },
};

const root = protobuf.Root.fromJSON({
  nested: Object.fromEntries(
    Object.entries(FIELDS).map(([message, fields]) => [
      message,
      {
        fields: Object.fromEntries(
          Object.entries(fields).map(([name, text]) => {
            const [, id, type, repeated] = /^(\d+) (\w+)(\*?)$/.exec(text)!;
            const packed = repeated === '*' && type !== 'string' && !(type in FIELDS);
            const options = packed ? { options: { packed: true } } : {};
            return [name, { id: Number(id), type, ...(repeated === '' ? {} : { rule: 'repeated' }), ...options }];
          }),
        ),
      },
    ]),
  ),
});

const TYPE_NUMBER = {
  ...{ FLOAT: 1, UINT8: 2, INT8: 3, UINT16: 4, INT16: 5, INT32: 6, INT64: 7, BOOL: 9, FLOAT16: 10, DOUBLE: 11 },
  ...{ UINT32: 12, BFLOAT16: 16, STRING: 8 },
} as const;
export type TypeName = keyof typeof TYPE_NUMBER;

const TYPED_FIELD: Partial<Record<TypeName, string>> = {
  ...{ FLOAT: 'float_data', DOUBLE: 'double_data', INT64: 'int64_data', UINT32: 'uint64_data' },
};

/** A constant of a model. */
export interface TensorDraft {
  readonly type: TypeName;
  readonly shape: readonly number[];
  /** Its numbers; bits where the type is FLOAT16 or BFLOAT16. */
  readonly values: readonly number[];
  /** Whether the numbers lie in the field of their type. Default: in raw_data. */
  readonly typed?: boolean;
}

/** Value of an attribute: whole numbers are integers unless they are given as `{ float }`. */
export type AttributeDraft =
  | number
  | string
  | readonly number[]
  | { readonly float: number }
  | { readonly tensor: TensorDraft };

export interface NodeDraft {
  readonly type: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, AttributeDraft>>;
  readonly domain?: string;
  readonly name?: string;
}

export interface ValueDraft {
  readonly type: TypeName;
  /** A name is a size that is left open. Without, the file has no shape. */
  readonly shape?: readonly (number | string)[];
}

export interface OnnxDraft {
  readonly nodes: readonly NodeDraft[];
  readonly constants?: Readonly<Record<string, TensorDraft>>;
  readonly inputs: Readonly<Record<string, ValueDraft>>;
  readonly outputs: Readonly<Record<string, ValueDraft>>;
  readonly opset?: number;
  /** FINN's data types of tensors. */
  readonly dataTypes?: Readonly<Record<string, string>>;
}

const OPSET = 17;
const IR_VERSION = 8;

/** An ONNX model. */
export function writeOnnx({
  nodes,
  constants = {},
  inputs,
  outputs,
  opset = OPSET,
  dataTypes = {},
}: OnnxDraft): Uint8Array {
  const domains = new Set(nodes.flatMap(({ domain }) => domain ?? []));
  return encode('ModelProto', {
    ir_version: IR_VERSION,
    producer_name: 'qcycle tests',
    opset_import: [{ domain: '', version: opset }, ...[...domains].map((domain) => ({ domain, version: 1 }))],
    graph: {
      name: 'graph',
      node: nodes.map(({ type, inputs: read, outputs: given, attributes = {}, domain = '', name = '' }) => ({
        ...{ op_type: type, input: read, output: given, domain, name },
        attribute: Object.entries(attributes).map(([key, value]) => ({ name: key, ...attributeOf(value) })),
      })),
      initializer: Object.entries(constants).map(([name, tensor]) => ({ name, ...tensorOf(tensor) })),
      input: Object.entries(inputs).map(valueInfoOf),
      output: Object.entries(outputs).map(valueInfoOf),
      quantization_annotation: Object.entries(dataTypes).map(([name, value]) => ({
        tensor_name: name,
        quant_parameter_tensor_names: [{ key: 'finn_datatype', value }],
      })),
    },
  });
}

/** Bytes of any of the messages, for models that are not as they should be. */
export function encode(message: string, value: Record<string, unknown>): Uint8Array {
  const type = root.lookupType(message);
  return new Uint8Array(type.encode(type.fromObject(value)).finish());
}

function attributeOf(value: AttributeDraft): object {
  if (typeof value === 'string') return { type: 3, s: new TextEncoder().encode(value) };
  if (typeof value === 'number') return Number.isInteger(value) ? { type: 2, i: value } : { type: 1, f: value };
  if ('float' in value) return { type: 1, f: value.float };
  if ('tensor' in value) return { type: 4, t: tensorOf(value.tensor) };
  return value.every(Number.isInteger) ? { type: 7, ints: value } : { type: 6, floats: value };
}

function tensorOf({ type, shape, values, typed = false }: TensorDraft): object {
  const common = { dims: shape, data_type: TYPE_NUMBER[type] };
  return typed
    ? { ...common, [TYPED_FIELD[type] ?? 'int32_data']: values }
    : { ...common, raw_data: rawOf(type, values) };
}

function rawOf(type: TypeName, values: readonly number[]): Uint8Array {
  switch (type) {
    case 'FLOAT':
      return bytes(Float32Array.from(values));
    case 'DOUBLE':
      return bytes(Float64Array.from(values));
    case 'INT64':
      return bytes(BigInt64Array.from(values, BigInt));
    case 'INT32':
    case 'UINT32':
      return bytes(Int32Array.from(values));
    case 'INT8':
    case 'UINT8':
    case 'BOOL':
      return bytes(Int8Array.from(values));
    default:
      return bytes(Int16Array.from(values));
  }
}

function bytes({ buffer }: { readonly buffer: ArrayBufferLike }): Uint8Array {
  return new Uint8Array(buffer);
}

function valueInfoOf([name, { type, shape }]: [string, ValueDraft]): object {
  const dim = shape?.map((size) => (typeof size === 'number' ? { dim_value: size } : { dim_param: size }));
  const sizes = dim === undefined ? {} : { shape: { dim } };
  return { name, type: { tensor_type: { elem_type: TYPE_NUMBER[type], ...sizes } } };
}
