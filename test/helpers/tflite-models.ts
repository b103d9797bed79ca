import { type ModelDraft, type OptionDraft, type TensorDraft, writeTflite } from './tflite-writer.js';

/** Whole numbers from `least` to `largest`. */
export type Draw = (least: number, largest: number) => number;

const byte = (slot: number, value: number): OptionDraft => ({ slot, kind: 'int8', value });
const word = (slot: number, value: number): OptionDraft => ({ slot, kind: 'int32', value });

type Type = 'INT8' | 'UINT8';

/** Models of one operator with random shapes, scales, zero points and constants, by the operator's name. */
export const OPERATOR_DRAFTS: Readonly<Record<string, (draw: Draw) => ModelDraft>> = {
  CONV_2D: (draw) => convolution(draw, false),
  DEPTHWISE_CONV_2D: (draw) => convolution(draw, true),
  FULLY_CONNECTED: fullyConnected,
  ADD: add,
  AVERAGE_POOL_2D: (draw) => pool(draw, 'AVERAGE_POOL_2D'),
  MAX_POOL_2D: (draw) => pool(draw, 'MAX_POOL_2D'),
  MEAN: mean,
  PAD: pad,
  CONCATENATION: concatenation,
  RESHAPE: reshape,
  SQUEEZE: squeeze,
  EXPAND_DIMS: expandDimensions,
  SOFTMAX: softmax,
  QUANTIZE: (draw) => rescale(draw, 'QUANTIZE'),
  RELU: (draw) => rescale(draw, 'RELU'),
  RELU6: (draw) => rescale(draw, 'RELU6'),
};

/** The same as files. */
export const SINGLE_OPERATORS: Readonly<Record<string, (draw: Draw) => Uint8Array>> = Object.fromEntries(
  Object.entries(OPERATOR_DRAFTS).map(([name, make]) => [name, (draw: Draw) => writeTflite(make(draw))]),
);

function typeOf(draw: Draw): Type {
  return draw(0, 1) === 0 ? 'INT8' : 'UINT8';
}

function zeroPointOf(draw: Draw, type: Type): number {
  const lowest = type === 'INT8' ? -128 : 0;
  return lowest + [0, 255, draw(0, 255), draw(100, 156)][draw(0, 3)];
}

function scaleOf(draw: Draw, around = 0.05): number {
  return Math.fround((around * draw(500, 4000)) / 1000);
}

function tensorOf(draw: Draw, shape: readonly number[], type: Type, around?: number): TensorDraft {
  return { shape, type, scales: [scaleOf(draw, around)], zeroPoints: [zeroPointOf(draw, type)] };
}

function mapOf(draw: Draw, channels = draw(1, 20)): number[] {
  return [1, draw(1, 9), draw(1, 9), channels];
}

function bytes(draw: Draw, count: number): Uint8Array {
  return Uint8Array.from({ length: count }, () => draw(0, 255));
}

function int32s(values: readonly number[]): Uint8Array {
  return new Uint8Array(Int32Array.from(values).buffer);
}

function single(
  name: string,
  optionsType: number,
  options: OptionDraft[],
  tensors: TensorDraft[],
  inputs = [0],
): ModelDraft {
  const constants = tensors.flatMap(({ data }, index) => (data === undefined ? [] : index));
  const output = tensors.length - 1;
  const operator = { name, optionsType, options, inputs: [...inputs, ...constants], outputs: [output] };
  return { tensors, operators: [operator], inputs: [0], outputs: [output] };
}

function weightsOf(draw: Draw, shape: readonly number[], axis: number, type: Type): TensorDraft {
  const count = shape.reduce((product, size) => product * size, 1);
  const perChannel = type === 'INT8' && shape.length === 4 && draw(0, 1) === 1;
  const channels = perChannel ? shape[axis] : 1;
  return {
    shape,
    type,
    scales: Array.from({ length: channels }, () => scaleOf(draw, 0.002)),
    zeroPoints: Array.from({ length: channels }, () => (type === 'INT8' ? 0 : draw(0, 255))),
    quantizedAxis: perChannel ? axis : 0,
    data: bytes(draw, count),
  };
}

/** Its scales are those of the products, which the runtime demands. */
function biasOf(draw: Draw, rows: number, input: TensorDraft, weights: TensorDraft): TensorDraft {
  const scales = weights.scales!.map((scale) => Math.fround(scale * input.scales![0]));
  const data = int32s(Array.from({ length: rows }, () => draw(-20000, 20000)));
  return { shape: [rows], type: 'INT32', scales, zeroPoints: scales.map(() => 0), data };
}

/** Sizes of what windows with these options give. */
function windowed(size: number, kernel: number, stride: number, dilation: number, same: boolean): number {
  const covered = (kernel - 1) * dilation + 1;
  return same ? Math.ceil(size / stride) : Math.floor((size - covered) / stride) + 1;
}

/** Strides are no longer than the kernel: beyond, XNNPACK's padding `SAME` loses the input (docs/import.md). */
function convolution(draw: Draw, depthwise: boolean): ModelDraft {
  const type = typeOf(draw);
  const shape = mapOf(draw);
  const [, height, width, channels] = shape;
  const same = draw(0, 1) === 1;
  const fit = (size: number) => (same ? 3 : Math.min(3, size));
  const kernel = [draw(1, fit(height)), draw(1, fit(width))];
  const stride = kernel.map((side) => draw(1, Math.min(side, 2)));
  const sizes = [0, 1].map((axis) => windowed(shape[axis + 1], kernel[axis], stride[axis], 1, same));
  const multiplier = depthwise ? draw(1, 2) : 1;
  const outputs = depthwise ? channels * multiplier : draw(1, 20);
  const weights = depthwise ? [1, ...kernel, outputs] : [outputs, ...kernel, channels];
  const common = [byte(0, same ? 0 : 1), word(1, stride[1]), word(2, stride[0])];
  const activation = [0, 1, 3][draw(0, 2)];
  const options = depthwise
    ? [...common, word(3, multiplier), byte(4, activation), word(5, 1), word(6, 1)]
    : [...common, byte(3, activation), word(4, 1), word(5, 1)];
  const input = tensorOf(draw, shape, type);
  const matrix = weightsOf(draw, weights, depthwise ? 3 : 0, type);
  const bias = biasOf(draw, outputs, input, matrix);
  const output = tensorOf(draw, [1, ...sizes, outputs], type, 0.02);
  const name = depthwise ? 'DEPTHWISE_CONV_2D' : 'CONV_2D';
  return single(name, depthwise ? 2 : 1, options, [input, matrix, bias, output]);
}

function fullyConnected(draw: Draw): ModelDraft {
  const type = typeOf(draw);
  const [inputs, outputs] = [draw(1, 60), draw(1, 20)];
  const [input, weights] = [tensorOf(draw, [1, inputs], type), weightsOf(draw, [outputs, inputs], 0, type)];
  const bias = biasOf(draw, outputs, input, weights);
  const output = tensorOf(draw, [1, outputs], type, 0.02);
  return single('FULLY_CONNECTED', 8, [byte(0, [0, 1, 3][draw(0, 2)])], [input, weights, bias, output]);
}

/** Of the input and of a convolution of it, so that the model has one input. */
function add(draw: Draw): ModelDraft {
  const type = typeOf(draw);
  const shape = mapOf(draw);
  const [input, output] = [tensorOf(draw, shape, type), tensorOf(draw, shape, type, 0.1)];
  const second = tensorOf(draw, shape, type);
  const [, , , channels] = shape;
  const weights = weightsOf(draw, [channels, 1, 1, channels], 0, type);
  return {
    tensors: [input, weights, biasOf(draw, channels, input, weights), second, output],
    operators: [
      {
        ...{ name: 'CONV_2D', optionsType: 1, inputs: [0, 1, 2], outputs: [3] },
        options: [byte(0, 0), word(1, 1), word(2, 1), byte(3, 0), word(4, 1), word(5, 1)],
      },
      {
        ...{ name: 'ADD', optionsType: 11, inputs: draw(0, 1) === 0 ? [0, 3] : [3, 0], outputs: [4] },
        options: [byte(0, [0, 1, 3][draw(0, 2)])],
      },
    ],
    inputs: [0],
    outputs: [4],
  };
}

function pool(draw: Draw, name: string): ModelDraft {
  const type = typeOf(draw);
  const shape = mapOf(draw);
  const same = draw(0, 1) === 1;
  const kernel = [1, 2].map((axis) => draw(1, Math.min(4, shape[axis])));
  const stride = [draw(1, 2), draw(1, 2)];
  const sizes = [0, 1].map((axis) => windowed(shape[axis + 1], kernel[axis], stride[axis], 1, same));
  const options = [
    byte(0, same ? 0 : 1),
    word(1, stride[1]),
    word(2, stride[0]),
    word(3, kernel[1]),
    word(4, kernel[0]),
  ];
  const input = tensorOf(draw, shape, type);
  return single(
    name,
    5,
    [...options, byte(5, [0, 1, 3][draw(0, 2)])],
    [input, { ...input, shape: [1, ...sizes, shape[3]] }],
  );
}

/** To another type, or within one, where sums are likely to end in halves. */
function mean(draw: Draw): ModelDraft {
  const type = typeOf(draw);
  const [one, height, width, channels] = mapOf(draw);
  const keeps = draw(0, 1);
  const input = tensorOf(draw, [one, height, width, channels], type);
  const shape = keeps === 1 ? [1, 1, 1, channels] : [1, channels];
  const output = draw(0, 1) === 0 ? { ...input, shape } : tensorOf(draw, shape, type);
  const axes: TensorDraft = { shape: [2], type: 'INT32', data: int32s([1, 2]) };
  return single('MEAN', 27, [byte(0, keeps)], [input, axes, output]);
}

function pad(draw: Draw): ModelDraft {
  const shape = mapOf(draw);
  const [top, bottom, left, right] = [draw(0, 2), draw(0, 2), draw(0, 2), draw(0, 2)];
  const input = tensorOf(draw, shape, typeOf(draw));
  return single(
    'PAD',
    22,
    [],
    [
      input,
      { shape: [4, 2], type: 'INT32', data: int32s([0, 0, top, bottom, left, right, 0, 0]) },
      { ...input, shape: [1, shape[1] + top + bottom, shape[2] + left + right, shape[3]] },
    ],
  );
}

/** Of the input and a pool of it, along any axis. */
function concatenation(draw: Draw): ModelDraft {
  const shape = mapOf(draw);
  const axis = draw(1, 3);
  const input = tensorOf(draw, shape, typeOf(draw));
  const doubled = shape.map((size, index) => (index === axis ? 2 * size : size));
  return {
    tensors: [input, { ...input }, { ...input, shape: doubled }],
    operators: [
      {
        ...{ name: 'MAX_POOL_2D', optionsType: 5, inputs: [0], outputs: [1] },
        options: [byte(0, 0), word(1, 1), word(2, 1), word(3, 2), word(4, 2)],
      },
      {
        ...{ name: 'CONCATENATION', optionsType: 10, inputs: [0, 1], outputs: [2] },
        options: [word(0, draw(0, 1) === 0 ? axis : axis - 4)],
      },
    ],
    inputs: [0],
    outputs: [2],
  };
}

function reshape(draw: Draw): ModelDraft {
  const shape = mapOf(draw);
  const input = tensorOf(draw, shape, typeOf(draw));
  const features = shape.reduce((product, size) => product * size, 1);
  return single(
    'RESHAPE',
    17,
    [],
    [input, { shape: [2], type: 'INT32', data: int32s([1, features]) }, { ...input, shape: [1, features] }],
  );
}

function squeeze(draw: Draw): ModelDraft {
  const channels = draw(1, 20);
  const input = tensorOf(draw, [1, 1, 1, channels], typeOf(draw));
  return single(
    'SQUEEZE',
    30,
    [{ slot: 0, kind: 'int32s', values: [1, 2] }],
    [input, { ...input, shape: [1, channels] }],
  );
}

function expandDimensions(draw: Draw): ModelDraft {
  const [, height, width] = mapOf(draw);
  const input = tensorOf(draw, [1, height, width], typeOf(draw));
  const axis: TensorDraft = { shape: [1], type: 'INT32', data: int32s([3]) };
  return single('EXPAND_DIMS', 52, [], [input, axis, { ...input, shape: [1, height, width, 1] }]);
}

function softmax(draw: Draw): ModelDraft {
  const type = typeOf(draw);
  const shape = [1, draw(1, 60)];
  const output: TensorDraft = { shape, type, scales: [1 / 256], zeroPoints: [type === 'INT8' ? -128 : 0] };
  return single('SOFTMAX', 9, [{ slot: 0, kind: 'float32', value: 1 }], [tensorOf(draw, shape, type), output]);
}

function rescale(draw: Draw, name: string): ModelDraft {
  const shape = mapOf(draw);
  const type = typeOf(draw);
  const input = tensorOf(draw, shape, type);
  return single(
    name,
    name === 'QUANTIZE' ? 78 : 0,
    [],
    [input, tensorOf(draw, shape, name === 'QUANTIZE' ? typeOf(draw) : type)],
  );
}
