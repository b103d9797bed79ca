import { Builder } from 'flatbuffers';
import { OPERATOR_NAME, TENSOR_TYPE } from '../../sim/nn/import/tflite/schema.js';

/** Version of operators with signed 8-bit integers; those that only rename sizes have but one. */
const NEWEST_VERSION = 3;
const OF_ONE_VERSION = ['RESHAPE', 'SQUEEZE', 'EXPAND_DIMS'];

/** A tensor of a model of our own. */
export interface TensorDraft {
  readonly shape: readonly number[];
  readonly type: 'INT8' | 'UINT8' | 'INT32' | 'FLOAT32';
  readonly scales?: readonly number[];
  readonly zeroPoints?: readonly number[];
  readonly quantizedAxis?: number;
  /** Its constant. */
  readonly data?: Uint8Array;
}

/** A field of an operator's options, by its place in the schema. */
export type OptionDraft =
  | { readonly slot: number; readonly kind: 'int8' | 'int32' | 'float32'; readonly value: number }
  | { readonly slot: number; readonly kind: 'int32s'; readonly values: readonly number[] }
  | undefined;

export interface OperatorDraft {
  /** Of the schema; others are custom operators. */
  readonly name: string;
  /** Number of its kind of options in the schema's union. */
  readonly optionsType: number;
  readonly options: readonly OptionDraft[];
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

export interface ModelDraft {
  readonly tensors: readonly TensorDraft[];
  readonly operators: readonly OperatorDraft[];
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

/** The bytes of a TensorFlow Lite model (.tflite). */
export function writeTflite({ tensors, operators, inputs, outputs }: ModelDraft): Uint8Array {
  const builder = new Builder(1024);
  const vector = (bytes: number, values: readonly number[], add: (value: number) => void) => {
    builder.startVector(bytes, values.length, bytes);
    for (const value of [...values].reverse()) add(value);
    return builder.endVector();
  };
  const int32s = (values: readonly number[]) => vector(4, values, (value) => builder.addInt32(value));
  const offsets = (values: readonly number[]) => vector(4, values, (value) => builder.addOffset(value));
  const table = (slots: number, fill: () => void) => {
    builder.startObject(slots);
    fill();
    return builder.endObject();
  };

  const buffers = [undefined, ...tensors.map(({ data }) => data)].map((data) => {
    if (data === undefined) return table(1, () => {});
    const bytes = vector(1, [...data], (value) => builder.addInt8(value));
    return table(1, () => builder.addFieldOffset(0, bytes, 0));
  });
  const tensorTables = tensors.map(({ shape, type, scales = [], zeroPoints = [], quantizedAxis = 0 }, index) => {
    const scale = vector(4, scales, (value) => builder.addFloat32(value));
    const zeroPoint = vector(8, zeroPoints, (value) => builder.addInt64(BigInt(value)));
    const quantization = table(7, () => {
      builder.addFieldOffset(2, scale, 0);
      builder.addFieldOffset(3, zeroPoint, 0);
      builder.addFieldInt32(6, quantizedAxis, 0);
    });
    const sizes = int32s(shape);
    const name = builder.createString(`t${index}`);
    return table(8, () => {
      builder.addFieldOffset(0, sizes, 0);
      builder.addFieldInt8(1, TENSOR_TYPE.indexOf(type), 0);
      builder.addFieldInt32(2, index + 1, 0);
      builder.addFieldOffset(3, name, 0);
      if (scales.length > 0) builder.addFieldOffset(4, quantization, 0);
    });
  });
  const codes = operators.map(({ name }) => {
    const code = OPERATOR_NAME.indexOf(name);
    const custom = builder.createString(name);
    return table(4, () => {
      builder.addFieldInt8(0, code < 0 ? OPERATOR_NAME.indexOf('CUSTOM') : code, 0);
      if (code < 0) builder.addFieldOffset(1, custom, 0);
      builder.addFieldInt32(2, OF_ONE_VERSION.includes(name) ? 1 : NEWEST_VERSION, 1);
      builder.addFieldInt32(3, code < 0 ? OPERATOR_NAME.indexOf('CUSTOM') : code, 0);
    });
  });
  const operatorTables = operators.map(({ optionsType, options, inputs: read, outputs: written }, index) => {
    const vectors = options.map((option) => (option?.kind === 'int32s' ? int32s(option.values) : 0));
    const optionsTable = table(8, () => {
      for (const [place, option] of options.entries()) {
        if (option?.kind === 'int32s') builder.addFieldOffset(option.slot, vectors[place], 0);
        if (option?.kind === 'int8') builder.addFieldInt8(option.slot, option.value, 0);
        if (option?.kind === 'int32') builder.addFieldInt32(option.slot, option.value, 0);
        if (option?.kind === 'float32') builder.addFieldFloat32(option.slot, option.value, 0);
      }
    });
    const [reads, writes] = [int32s(read), int32s(written)];
    return table(9, () => {
      builder.addFieldInt32(0, index, 0);
      builder.addFieldOffset(1, reads, 0);
      builder.addFieldOffset(2, writes, 0);
      builder.addFieldInt8(3, optionsType, 0);
      builder.addFieldOffset(4, optionsTable, 0);
    });
  });
  const [tensorVector, operatorVector] = [offsets(tensorTables), offsets(operatorTables)];
  const [inputVector, outputVector] = [int32s(inputs), int32s(outputs)];
  const subgraph = table(5, () => {
    builder.addFieldOffset(0, tensorVector, 0);
    builder.addFieldOffset(1, inputVector, 0);
    builder.addFieldOffset(2, outputVector, 0);
    builder.addFieldOffset(3, operatorVector, 0);
  });
  const [codeVector, subgraphs, bufferVector] = [offsets(codes), offsets([subgraph]), offsets(buffers)];
  const model = table(8, () => {
    builder.addFieldInt32(0, 3, 0);
    builder.addFieldOffset(1, codeVector, 0);
    builder.addFieldOffset(2, subgraphs, 0);
    builder.addFieldOffset(4, bufferVector, 0);
  });
  builder.finish(model, 'TFL3');
  return builder.asUint8Array().slice();
}
