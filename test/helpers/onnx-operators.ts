import type { AttributeDraft, OnnxDraft, TensorDraft, TypeName, ValueDraft } from './onnx-writer.js';

/** A whole number from `least` to `largest`. */
export type Draw = (least: number, largest: number) => number;

const BYTES: readonly TypeName[] = ['INT8', 'UINT8'];
const RANGE: Partial<Record<TypeName, readonly [number, number]>> = { INT8: [-128, 127], UINT8: [0, 255] };

/** Random models of one operator each, of ONNX itself. Their input is x, and their output y. */
export const SINGLE_ONNX_OPERATORS: Readonly<Record<string, (draw: Draw) => OnnxDraft>> = {
  Add: (draw) => binary(draw, 'Add'),
  AveragePool: (draw) => pool(draw, 'AveragePool', { count_include_pad: draw(0, 1) }),
  BatchNormalization: (draw) => {
    const shape = mapShape(draw);
    const vector = (least: number) => floats(draw, [shape[1]], least);
    return single('BatchNormalization', shape, {
      constants: { scale: vector(-100), bias: vector(-100), mean: vector(-100), variance: vector(1) },
      attributes: { epsilon: { float: pick(draw, [1e-5, 1e-3]) } },
    });
  },
  Cast: (draw) => single('Cast', mapShape(draw), { attributes: { to: 6 }, outputType: 'INT32' }),
  Clip: (draw) => {
    const bounds = { least: scalar(-draw(0, 50) / 100), largest: scalar(draw(0, 50) / 100) };
    return single('Clip', mapShape(draw), { constants: bounds });
  },
  Concat: (draw) => {
    const shape = mapShape(draw);
    const axis = draw(-4, 3);
    const other = shape.map((size, at) => (at === (axis + 4) % 4 ? draw(1, 4) : size));
    return single('Concat', shape, { constants: { other: floats(draw, other) }, attributes: { axis } });
  },
  Conv: (draw) => {
    const { shape, weights, attributes } = convolution(draw);
    const bias = draw(0, 1) === 0 ? {} : { bias: floats(draw, [weights[0]]) };
    return single('Conv', shape, { constants: { weights: floats(draw, weights), ...bias }, attributes });
  },
  ConvInteger: (draw) => {
    const { shape, weights, attributes } = convolution(draw);
    const [type, weightType] = [pick(draw, BYTES), pick(draw, BYTES)];
    return single('ConvInteger', shape, {
      type,
      constants: { weights: codes(draw, weightType, weights), zero: codes(draw, type, []) },
      attributes,
      outputType: 'INT32',
    });
  },
  DequantizeLinear: (draw) => {
    const shape = mapShape(draw);
    const axis = draw(0, 3);
    const scales = draw(0, 1) === 0 ? [] : [shape[axis]];
    const type = pick(draw, BYTES);
    const constants = { scale: positive(draw, scales), zero: codes(draw, type, scales) };
    return single('DequantizeLinear', shape, { type, constants, attributes: { axis }, outputType: 'FLOAT' });
  },
  Div: (draw) => binary(draw, 'Div'),
  Dropout: (draw) => single('Dropout', mapShape(draw), {}),
  Flatten: (draw) => single('Flatten', mapShape(draw), { attributes: { axis: draw(-4, 4) } }),
  Gather: (draw) => {
    const shape = mapShape(draw);
    const axis = draw(0, 3);
    const indices = Array.from({ length: draw(1, 3) }, () => draw(-shape[axis], shape[axis] - 1));
    const constants = { indices: tensor('INT64', [indices.length], indices) };
    return single('Gather', shape, { constants, attributes: { axis } });
  },
  Gemm: (draw) => {
    const [rows, depth, columns] = [draw(1, 4), draw(1, 6), draw(1, 5)];
    const [transA, transB] = [draw(0, 1), draw(0, 1)];
    const weights = floats(draw, transB === 1 ? [columns, depth] : [depth, columns]);
    const added = pick(draw, [[], [1], [columns], [1, columns], [rows, 1], [rows, columns]]);
    const bias = draw(0, 2) === 0 ? {} : { bias: floats(draw, added) };
    return single('Gemm', transA === 1 ? [depth, rows] : [rows, depth], {
      constants: { weights, ...bias },
      attributes: { transA, transB, alpha: { float: draw(-4, 4) / 2 }, beta: { float: draw(-4, 4) / 2 } },
    });
  },
  GlobalAveragePool: (draw) => single('GlobalAveragePool', mapShape(draw), {}),
  Identity: (draw) => single('Identity', mapShape(draw), {}),
  MatMul: (draw) => {
    const { shape, weights } = matrices(draw);
    return single('MatMul', shape, { constants: { weights: floats(draw, weights) } });
  },
  MatMulInteger: (draw) => {
    const { shape, weights } = matrices(draw);
    const [type, weightType] = [pick(draw, BYTES), pick(draw, BYTES)];
    const zeroPoints = draw(0, 1) === 0 ? [] : [weights[weights.length - 1]];
    return single('MatMulInteger', shape, {
      type,
      constants: {
        weights: codes(draw, weightType, weights),
        zero: codes(draw, type, []),
        weightZero: codes(draw, weightType, zeroPoints),
      },
      outputType: 'INT32',
    });
  },
  MaxPool: (draw) => pool(draw, 'MaxPool', { dilations: [draw(1, 2), draw(1, 2)] }),
  Mul: (draw) => binary(draw, 'Mul'),
  Pad: (draw) => {
    const pads = Array.from({ length: 8 }, () => draw(0, 2));
    const constants = { pads: tensor('INT64', [8], pads), ...(draw(0, 1) === 0 ? {} : { value: scalar(0.5) }) };
    return single('Pad', mapShape(draw), { constants });
  },
  QLinearConv: (draw) => {
    const { shape, weights, attributes } = convolution(draw);
    const [type, weightType] = pick(draw, [
      ['UINT8', 'INT8'],
      ['UINT8', 'UINT8'],
      ['INT8', 'INT8'],
    ] as const);
    const perChannel = draw(0, 1) === 1;
    const weightScale = positive(draw, perChannel ? [weights[0]] : []);
    const zeros = perChannel ? [weights[0]] : [];
    return {
      ...single('QLinearConv', shape, {
        type,
        constants: {
          scale: positive(draw, []),
          zero: codes(draw, type, []),
          weights: codes(draw, weightType, weights),
          weightScale,
          weightZero:
            weightType === 'UINT8'
              ? sameCodes(draw, weightType, zeros)
              : tensor(weightType, zeros, Array(zeros[0] ?? 1).fill(0)),
          outputScale: scalar(2 ** draw(-3, 3) * (1 + draw(0, 100) / 100)),
          outputZero: codes(draw, type, []),
          ...(draw(0, 1) === 0
            ? {}
            : {
                bias: tensor(
                  'INT32',
                  [weights[0]],
                  Array.from({ length: weights[0] }, () => draw(-3000, 3000)),
                ),
              }),
        },
        attributes,
      }),
    };
  },
  QLinearMatMul: (draw) => {
    const { shape, weights } = matrices(draw);
    const [type, weightType] = pick(draw, [
      ['UINT8', 'UINT8'],
      ['UINT8', 'INT8'],
      ['INT8', 'INT8'],
    ] as const);
    return single('QLinearMatMul', shape, {
      type,
      constants: {
        scale: positive(draw, []),
        zero: codes(draw, type, []),
        weights: codes(draw, weightType, weights),
        weightScale: positive(draw, []),
        weightZero: codes(draw, weightType, []),
        outputScale: scalar(2 ** draw(-3, 3) * (1 + draw(0, 100) / 100)),
        outputZero: codes(draw, type, []),
      },
    });
  },
  QuantizeLinear: (draw) => {
    const shape = mapShape(draw);
    const axis = draw(0, 3);
    const scales = draw(0, 1) === 0 ? [] : [shape[axis]];
    const type = pick(draw, BYTES);
    const constants = { scale: positive(draw, scales, 500), zero: codes(draw, type, scales) };
    return single('QuantizeLinear', shape, { constants, attributes: { axis }, outputType: type });
  },
  ReduceMean: (draw) => {
    const axes = [...new Set(Array.from({ length: draw(1, 3) }, () => draw(0, 3)))];
    return single('ReduceMean', mapShape(draw), { attributes: { axes, keepdims: draw(0, 1) } });
  },
  Relu: (draw) => single('Relu', mapShape(draw), {}),
  Reshape: (draw) => {
    const shape = mapShape(draw);
    const wanted = pick(draw, [[-1], [0, -1], [shape[0], -1, shape[3]], [shape[1], shape[0], -1, 1]]);
    return single('Reshape', shape, { constants: { shape: tensor('INT64', [wanted.length], wanted) } });
  },
  Sigmoid: (draw) => single('Sigmoid', mapShape(draw), {}),
  Softmax: (draw) => ({
    ...single('Softmax', mapShape(draw), { attributes: { axis: draw(-4, 3) } }),
    opset: pick(draw, [11, 17]),
  }),
  Squeeze: (draw) => {
    const [first, , third, fourth] = mapShape(draw);
    return single('Squeeze', [first, 1, third, fourth], {
      constants: { axes: tensor('INT64', [1], [pick(draw, [1, -3])]) },
    });
  },
  Sub: (draw) => binary(draw, 'Sub'),
  Transpose: (draw) => single('Transpose', mapShape(draw), { attributes: { perm: shuffled(draw, [0, 1, 2, 3]) } }),
  Unsqueeze: (draw) => {
    const axes = tensor(
      'INT64',
      [2],
      pick(draw, [
        [0, 2],
        [1, -1],
        [-1, -2],
      ]),
    );
    return single('Unsqueeze', mapShape(draw).slice(1), { constants: { axes } });
  },
};

interface SingleOptions {
  readonly type?: TypeName;
  readonly constants?: Readonly<Record<string, TensorDraft>>;
  readonly attributes?: Readonly<Record<string, AttributeDraft>>;
  readonly outputType?: TypeName;
}

/** A model of one operator, whose other inputs are constants. */
function single(
  operator: string,
  shape: readonly number[],
  { type = 'FLOAT', constants = {}, attributes = {}, outputType = type }: SingleOptions,
): OnnxDraft {
  const input: ValueDraft = { type, shape };
  return {
    nodes: [{ type: operator, inputs: ['x', ...Object.keys(constants)], outputs: ['y'], attributes }],
    constants,
    inputs: { x: input },
    outputs: { y: { type: outputType } },
  };
}

function binary(draw: Draw, operator: string): OnnxDraft {
  const shape = mapShape(draw);
  const other = shape.map((size) => (draw(0, 1) === 0 ? 1 : size)).slice(draw(0, 3));
  return single(operator, shape, { constants: { other: floats(draw, other) } });
}

/** The runtime itself does not follow `auto_pad` with dilations, nor with strides longer than the kernel. */
function pool(draw: Draw, operator: string, attributes: Readonly<Record<string, AttributeDraft>>): OnnxDraft {
  const kernel = [draw(1, 3), draw(1, 3)];
  const pads = [0, 1, 2, 3].map((side) => draw(0, kernel[side % 2] - 1));
  const [batch, channels, height, width] = mapShape(draw);
  const given = padding(draw, pads);
  const isAuto = 'auto_pad' in given;
  const strides = kernel.map((size) => draw(1, isAuto ? size : 3));
  return single(operator, [batch, channels, height + 5, width + 5], {
    attributes: {
      kernel_shape: kernel,
      strides,
      ...given,
      ...(isAuto ? {} : { ceil_mode: draw(0, 1), ...attributes }),
    },
  });
}

function padding(draw: Draw, pads: readonly number[]): Readonly<Record<string, AttributeDraft>> {
  return pick(draw, [{ pads }, { auto_pad: 'SAME_UPPER' }, { auto_pad: 'SAME_LOWER' }, { auto_pad: 'VALID' }, {}]);
}

function convolution(draw: Draw) {
  const group = draw(1, 3);
  const [ofGroup, outputs] = [draw(1, 3), group * draw(1, 3)];
  const kernel = [draw(1, 3), draw(1, 3)];
  const shape = [draw(1, 2), group * ofGroup, draw(5, 9), draw(5, 9)];
  const dilations = [draw(1, 2), draw(1, 2)];
  const given = padding(
    draw,
    [0, 1, 2, 3].map(() => draw(0, 2)),
  );
  const attributes = {
    group,
    dilations: 'auto_pad' in given ? [1, 1] : dilations,
    strides: [draw(1, 3), draw(1, 3)],
    ...given,
  };
  return { shape, weights: [outputs, ofGroup, ...kernel], attributes };
}

function matrices(draw: Draw) {
  const [rows, depth, columns] = [draw(1, 4), draw(1, 6), draw(1, 5)];
  return { shape: [...pick(draw, [[], [draw(1, 3)]]), rows, depth], weights: [depth, columns] };
}

function mapShape(draw: Draw): number[] {
  return [draw(1, 2), draw(1, 4), draw(1, 5), draw(1, 5)];
}

function count(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

function tensor(type: TypeName, shape: readonly number[], values: readonly number[]): TensorDraft {
  return { type, shape, values };
}

function scalar(value: number): TensorDraft {
  return tensor('FLOAT', [], [value]);
}

function floats(draw: Draw, shape: readonly number[], least = -100): TensorDraft {
  const nonZero = () => draw(least, 100) / 37 || 0.5;
  return tensor('FLOAT', shape, Array.from({ length: count(shape) }, nonZero));
}

function positive(draw: Draw, shape: readonly number[], unit = 5000): TensorDraft {
  return tensor(
    'FLOAT',
    shape,
    Array.from({ length: count(shape) }, () => draw(1, 100) / unit),
  );
}

function codes(draw: Draw, type: TypeName, shape: readonly number[]): TensorDraft {
  const [least, largest] = RANGE[type]!;
  return tensor(
    type,
    shape,
    Array.from({ length: count(shape) }, () => draw(least, largest)),
  );
}

function sameCodes(draw: Draw, type: TypeName, shape: readonly number[]): TensorDraft {
  const [least, largest] = RANGE[type]!;
  return tensor(type, shape, Array(count(shape)).fill(draw(least, largest)));
}

function pick<Choice>(draw: Draw, choices: readonly Choice[]): Choice {
  return choices[draw(0, choices.length - 1)];
}

function shuffled(draw: Draw, values: readonly number[]): number[] {
  return values
    .map((value) => ({ value, key: draw(0, 1000) }))
    .sort((a, b) => a.key - b.key)
    .map(({ value }) => value);
}
