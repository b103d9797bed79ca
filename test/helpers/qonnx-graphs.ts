import type { Draw } from './onnx-operators.js';
import type { AttributeDraft, NodeDraft, OnnxDraft, TensorDraft } from './onnx-writer.js';

const QONNX = 'qonnx.custom_op.general';
const ROUNDING_MODES = ['ROUND', 'CEIL', 'FLOOR', 'UP', 'DOWN', 'HALF_UP', 'HALF_DOWN'];

/** What random graphs may have. */
export interface QonnxFeatures {
  /** Bits of quantized activations. Default: 1 to 4. */
  readonly activationBits?: readonly number[];
  /** Bits of quantized weights; 1 is bipolar. Default: 1, 2 and 4. */
  readonly weightBits?: readonly number[];
}

/** What the last node gave. */
interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly isBipolar: boolean;
}

/** A graph that is being drawn, node after node. */
class Drawing {
  readonly nodes: NodeDraft[] = [];
  readonly constants: Record<string, TensorDraft> = {};

  constructor(
    readonly draw: Draw,
    readonly features: Required<QonnxFeatures>,
  ) {}

  /** A node that reads the tensor, and constants behind it; its output. */
  node(
    type: string,
    tensor: Tensor,
    constants: readonly string[] = [],
    attributes: Readonly<Record<string, AttributeDraft>> = {},
    change: Partial<Tensor> = {},
  ): Tensor {
    const name = `t${this.nodes.length}`;
    const isQonnx = /Quant|Trunc|MultiThreshold/.test(type);
    const domain = isQonnx ? { domain: QONNX } : {};
    this.nodes.push({ type, inputs: [tensor.name, ...constants], outputs: [name], attributes, ...domain });
    return { ...tensor, isBipolar: false, ...change, name };
  }

  constant(shape: readonly number[], valueAt: (index: number) => number, type: TensorDraft['type'] = 'FLOAT'): string {
    const name = `c${Object.keys(this.constants).length}`;
    const count = shape.reduce((product, size) => product * size, 1);
    this.constants[name] = { type, shape, values: Array.from({ length: count }, (_, index) => valueAt(index)) };
    return name;
  }

  number(value: number): string {
    return this.constant([], () => value);
  }

  pick<Choice>(choices: readonly Choice[]): Choice {
    return choices[this.draw(0, choices.length - 1)];
  }

  chance(percent: number): boolean {
    return this.draw(1, 100) <= percent;
  }

  /** A positive scale: a power of two, so that there are ties, or anything. */
  scale(): number {
    const power = 2 ** this.draw(-4, 1);
    return this.chance(50) ? power : Math.fround(power * (1 + this.draw(1, 999) / 1000));
  }

  /** A number of halves, or any. */
  real(size: number): number {
    return this.chance(50) ? this.draw(-2 * size, 2 * size) / 2 : this.draw(-1000 * size, 1000 * size) / 1000;
  }
}

/** A random graph of convolutions and matrix products between quantizers. Its input is x, and its output y. */
export function randomQonnx(draw: Draw, features: QonnxFeatures = {}): OnnxDraft {
  const drawing = new Drawing(draw, { activationBits: [1, 2, 3, 4], weightBits: [1, 2, 4], ...features });
  const isMap = drawing.chance(60);
  const shape = isMap ? [1, draw(1, 3), draw(3, 6), draw(3, 6)] : [1, draw(2, 20)];
  let tensor = quantizedInput(drawing, { name: 'x', shape, isBipolar: false });
  for (let block = draw(0, 2); block > 0 && tensor.shape.length === 4; block--)
    tensor = convolutionBlock(drawing, tensor);
  if (tensor.shape.length === 4) tensor = flattened(drawing, tensor);
  for (let block = draw(0, 1); block > 0; block--)
    tensor = quantized(drawing, elementwise(drawing, product(drawing, tensor)));
  tensor = product(drawing, tensor);
  const end = draw(0, 3);
  if (end >= 2) tensor = quantized(drawing, elementwise(drawing, tensor));
  if (end === 1) tensor = drawing.node('Mul', tensor, [drawing.number(drawing.scale())]);
  const { nodes, constants } = drawing;
  const last = nodes[nodes.length - 1];
  return {
    nodes: [...nodes.slice(0, -1), { ...last, outputs: ['y'] }],
    constants,
    inputs: { x: { type: 'FLOAT', shape } },
    outputs: { y: { type: 'FLOAT' } },
  };
}

/** Pixels from 0 to 1: as they are, in fewer bits, or with two values. */
function quantizedInput(drawing: Drawing, tensor: Tensor): Tensor {
  switch (drawing.draw(0, 3)) {
    case 0:
      return tensor;
    case 1: {
      const doubled = drawing.node('Mul', tensor, [drawing.number(2)]);
      return bipolar(drawing, drawing.node('Sub', doubled, [drawing.number(1)]));
    }
    case 2: {
      const bits = drawing.draw(2, 8);
      const operands = [2 ** -bits, 0, bits].map((value) => drawing.number(value));
      return drawing.node('Quant', tensor, operands, { signed: 0, rounding_mode: drawing.pick(ROUNDING_MODES) });
    }
    default: {
      const operands = [drawing.scale() / 8, 0, 4].map((value) => drawing.number(value));
      return drawing.node('Quant', drawing.node('Sub', tensor, [drawing.number(0.5)]), operands);
    }
  }
}

function convolutionBlock(drawing: Drawing, tensor: Tensor): Tensor {
  const { draw } = drawing;
  const [, channels, height, width] = tensor.shape;
  const group = drawing.chance(25) ? channels : 1;
  const outputs = group * draw(1, 3);
  const kernel = [draw(1, Math.min(3, height)), draw(1, Math.min(3, width))];
  const pads = tensor.isBipolar ? [0, 0, 0, 0] : Array.from({ length: 4 }, () => draw(0, 1));
  const strides = [draw(1, 2), draw(1, 2)];
  const weights = quantizedWeights(drawing, [outputs, channels / group, ...kernel], 0);
  const bias = drawing.chance(30) ? [drawing.constant([outputs], () => drawing.real(1))] : [];
  const size = [0, 1].map((axis) => {
    const padded = tensor.shape[2 + axis] + pads[axis] + pads[2 + axis];
    return Math.floor((padded - kernel[axis]) / strides[axis]) + 1;
  });
  const given = drawing.node(
    'Conv',
    tensor,
    [weights, ...bias],
    { kernel_shape: kernel, pads, strides, group },
    {
      shape: [1, outputs, ...size],
    },
  );
  const pools = size.every((side) => side >= 2) && drawing.chance(40);
  if (pools && drawing.chance(50)) {
    return quantized(drawing, drawing.node('Relu', pooled(drawing, given)));
  }
  const result = quantized(drawing, elementwise(drawing, given));
  return pools ? pooled(drawing, result) : result;
}

function pooled(drawing: Drawing, tensor: Tensor): Tensor {
  const [batch, channels, height, width] = tensor.shape;
  const shape = [batch, channels, Math.floor(height / 2), Math.floor(width / 2)];
  const { isBipolar } = tensor;
  return drawing.node('MaxPool', tensor, [], { kernel_shape: [2, 2], strides: [2, 2] }, { shape, isBipolar });
}

function flattened(drawing: Drawing, tensor: Tensor): Tensor {
  const [, channels, height, width] = tensor.shape;
  const shape = [1, channels * height * width];
  const { isBipolar } = tensor;
  switch (drawing.draw(0, 2)) {
    case 0:
      return drawing.node('Flatten', tensor, [], {}, { shape, isBipolar });
    case 1: {
      const wanted = drawing.constant([2], (index) => [1, -1][index], 'INT64');
      return drawing.node('Reshape', tensor, [wanted], {}, { shape, isBipolar });
    }
    default: {
      const last = drawing.node('Transpose', tensor, [], { perm: [0, 2, 3, 1] }, { isBipolar });
      return drawing.node('Flatten', last, [], {}, { shape, isBipolar });
    }
  }
}

function product(drawing: Drawing, tensor: Tensor): Tensor {
  const [, columns] = tensor.shape;
  const outputs = drawing.draw(1, 6);
  const shape = { shape: [1, outputs] };
  if (drawing.chance(50)) {
    return drawing.node('MatMul', tensor, [quantizedWeights(drawing, [columns, outputs], 1)], {}, shape);
  }
  return drawing.node('Gemm', tensor, [quantizedWeights(drawing, [outputs, columns], 0)], { transB: 1 }, shape);
}

/** Weights behind a quantizer of their own. @param axis that of the outputs */
function quantizedWeights(drawing: Drawing, shape: readonly number[], axis: number): string {
  const bits = drawing.pick(drawing.features.weightBits);
  const tensor: Tensor = { name: drawing.constant(shape, () => drawing.real(1)), shape, isBipolar: false };
  if (bits === 1) return bipolar(drawing, tensor).name;
  const scales = shape.map((size, index) => (index === axis ? size : 1));
  const scale = drawing.chance(50)
    ? drawing.number(2 ** -(bits - 1))
    : drawing.constant(scales, () => drawing.scale() / bits);
  const operands = [scale, drawing.number(0), drawing.number(bits)];
  return drawing.node('Quant', tensor, operands, { narrow: drawing.draw(0, 1) }).name;
}

/** Batch norm, bias, scales and activations, or none. */
function elementwise(drawing: Drawing, given: Tensor): Tensor {
  const { draw } = drawing;
  const channels = given.shape[1];
  const perChannel = given.shape.map((size, axis) => (axis === 1 ? size : 1));
  let tensor = given;
  if (drawing.chance(50)) {
    const vector = (valueAt: () => number) => drawing.constant([channels], valueAt);
    const [gain, bias, mean] = [0, 1, 2].map(() => vector(() => drawing.real(1)));
    const variance = vector(() => draw(1, 2000) / 1000);
    tensor = drawing.node('BatchNormalization', tensor, [gain, bias, mean, variance]);
  }
  if (drawing.chance(30)) {
    const operator = drawing.pick(['Add', 'Sub', 'Mul', 'Div']);
    const value = () => drawing.real(1) || 1;
    tensor = drawing.node(operator, tensor, [
      drawing.chance(50) ? drawing.number(value()) : drawing.constant(perChannel, value),
    ]);
  }
  if (drawing.chance(40)) tensor = drawing.node('Relu', tensor);
  else if (drawing.chance(20)) tensor = drawing.node('Clip', tensor, [drawing.number(-1), drawing.number(1.5)]);
  return tensor;
}

function quantized(drawing: Drawing, tensor: Tensor): Tensor {
  const bits = drawing.pick(drawing.features.activationBits);
  if (bits === 1) return bipolar(drawing, tensor);
  if (drawing.chance(25)) {
    const rows = drawing.chance(50) ? 1 : tensor.shape[1];
    const count = 2 ** bits - 1;
    const row = Array.from({ length: count * rows }, () => drawing.real(2));
    const sorted = Array.from({ length: rows }, (_, index) =>
      row.slice(index * count, (index + 1) * count).sort((a, b) => a - b),
    );
    const thresholds = drawing.constant([rows, count], (index) => sorted.flat()[index]);
    const bias = drawing.pick([0, -(2 ** (bits - 1))]);
    const scaled = drawing.node('MultiThreshold', tensor, [thresholds], { out_bias: { float: bias } });
    return drawing.chance(50) ? drawing.node('Mul', scaled, [drawing.number(drawing.scale())]) : scaled;
  }
  const operands = [drawing.scale(), 0, bits].map((value) => drawing.number(value));
  const attributes = {
    signed: drawing.draw(0, 1),
    narrow: drawing.draw(0, 1),
    rounding_mode: drawing.pick(ROUNDING_MODES),
  };
  return drawing.node('Quant', tensor, operands, attributes);
}

/** One bit: -1 or +1 times a scale. */
function bipolar(drawing: Drawing, tensor: Tensor): Tensor {
  const change = { isBipolar: true };
  if (drawing.chance(50)) return drawing.node('BipolarQuant', tensor, [drawing.number(drawing.scale())], {}, change);
  const operands = [drawing.scale(), 0, 1].map((value) => drawing.number(value));
  return drawing.node('Quant', tensor, operands, { signed: 1 }, change);
}
