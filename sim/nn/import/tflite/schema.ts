import type { Field } from './flat-table.js';

/** Fields of a table in the order of the schema (tensorflow/compiler/mlir/lite/schema/schema.fbs, version 3). */
function fields<Name extends string>(...names: Name[]): Readonly<Record<Name, Field>> {
  const entries = names.map((name, slot): [Name, Field] => [name, { slot, name }]);
  return Object.fromEntries(entries) as Record<Name, Field>;
}

export const IDENTIFIER = 'TFL3';

export const MODEL = fields('version', 'operator_codes', 'subgraphs', 'description', 'buffers');
export const OPERATOR_CODE = fields('deprecated_builtin_code', 'custom_code', 'version', 'builtin_code');
export const SUBGRAPH = fields('tensors', 'inputs', 'outputs', 'operators');
export const TENSOR = fields('shape', 'type', 'buffer', 'name', 'quantization');
export const QUANTIZATION = fields(
  'min',
  'max',
  'scale',
  'zero_point',
  'details_type',
  'details',
  'quantized_dimension',
);
export const OPERATOR = fields('opcode_index', 'inputs', 'outputs', 'builtin_options_type', 'builtin_options');
export const BUFFER = fields('data');

export const CONV_2D = fields('padding', 'stride_w', 'stride_h', 'activation', 'dilation_w', 'dilation_h');
export const DEPTHWISE_CONV_2D = fields(
  ...(['padding', 'stride_w', 'stride_h', 'depth_multiplier', 'activation', 'dilation_w', 'dilation_h'] as const),
);
export const POOL_2D = fields('padding', 'stride_w', 'stride_h', 'filter_width', 'filter_height', 'activation');
export const FULLY_CONNECTED = fields('activation', 'weights_format', 'keep_num_dims');
export const ADD = fields('activation');
export const CONCATENATION = fields('axis', 'activation');
export const SOFTMAX = fields('beta');
export const REDUCER = fields('keep_dims');

export const PADDING = ['SAME', 'VALID'] as const;
export const ACTIVATION = ['NONE', 'RELU', 'RELU_N1_TO_1', 'RELU6', 'TANH', 'SIGN_BIT'] as const;

export const TENSOR_TYPE: readonly string[] = [
  ...['FLOAT32', 'FLOAT16', 'INT32', 'UINT8', 'INT64', 'STRING', 'BOOL', 'INT16', 'COMPLEX64', 'INT8', 'FLOAT64'],
  ...['COMPLEX128', 'UINT64', 'RESOURCE', 'VARIANT', 'UINT32', 'UINT16', 'INT4'],
];

/** Names of the operators by their code. */
export const OPERATOR_NAME: readonly string[] = `
  ADD AVERAGE_POOL_2D CONCATENATION CONV_2D DEPTHWISE_CONV_2D DEPTH_TO_SPACE DEQUANTIZE EMBEDDING_LOOKUP FLOOR FULLY_CONNECTED
  HASHTABLE_LOOKUP L2_NORMALIZATION L2_POOL_2D LOCAL_RESPONSE_NORMALIZATION LOGISTIC LSH_PROJECTION LSTM MAX_POOL_2D MUL RELU
  RELU_N1_TO_1 RELU6 RESHAPE RESIZE_BILINEAR RNN SOFTMAX SPACE_TO_DEPTH SVDF TANH CONCAT_EMBEDDINGS
  SKIP_GRAM CALL CUSTOM EMBEDDING_LOOKUP_SPARSE PAD UNIDIRECTIONAL_SEQUENCE_RNN GATHER BATCH_TO_SPACE_ND SPACE_TO_BATCH_ND
  TRANSPOSE MEAN SUB DIV SQUEEZE UNIDIRECTIONAL_SEQUENCE_LSTM STRIDED_SLICE BIDIRECTIONAL_SEQUENCE_RNN EXP TOPK_V2 SPLIT
  LOG_SOFTMAX DELEGATE BIDIRECTIONAL_SEQUENCE_LSTM CAST PRELU MAXIMUM ARG_MAX MINIMUM LESS NEG
  PADV2 GREATER GREATER_EQUAL LESS_EQUAL SELECT SLICE SIN TRANSPOSE_CONV SPARSE_TO_DENSE TILE
  EXPAND_DIMS EQUAL NOT_EQUAL LOG SUM SQRT RSQRT SHAPE POW ARG_MIN
  FAKE_QUANT REDUCE_PROD REDUCE_MAX PACK LOGICAL_OR ONE_HOT LOGICAL_AND LOGICAL_NOT UNPACK REDUCE_MIN
  FLOOR_DIV REDUCE_ANY SQUARE ZEROS_LIKE FILL FLOOR_MOD RANGE RESIZE_NEAREST_NEIGHBOR LEAKY_RELU SQUARED_DIFFERENCE
  MIRROR_PAD ABS SPLIT_V UNIQUE CEIL REVERSE_V2 ADD_N GATHER_ND COS WHERE
  RANK ELU REVERSE_SEQUENCE MATRIX_DIAG QUANTIZE MATRIX_SET_DIAG ROUND HARD_SWISH`
  .trim()
  .split(/\s+/);
