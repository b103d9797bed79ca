import type { Draw } from './onnx-operators.js';
import type { AttributeDraft, NodeDraft, OnnxDraft, TensorDraft } from './onnx-writer.js';

/** What the last node gave. */
interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
}

class Drawing {
  readonly nodes: NodeDraft[] = [];
  readonly constants: Record<string, TensorDraft> = {};

  constructor(readonly draw: Draw) {}

  node(
    type: string,
    inputs: readonly string[],
    shape: readonly number[],
    attributes: Readonly<Record<string, AttributeDraft>> = {},
  ): Tensor {
    const name = `t${this.nodes.length}`;
    this.nodes.push({ type, inputs, outputs: [name], attributes });
    return { name, shape };
  }

  /** Numbers from -1 to 1, or from a least one. */
  numbers(shape: readonly number[], least = -1): string {
    return this.constant(shape, () => least + (this.draw(0, 1000) / 1000) * (1 - least));
  }

  constant(shape: readonly number[], valueAt: (index: number) => number, type: TensorDraft['type'] = 'FLOAT'): string {
    const name = `c${Object.keys(this.constants).length}`;
    const count = shape.reduce((product, size) => product * size, 1);
    this.constants[name] = { type, shape, values: Array.from({ length: count }, (_, index) => valueAt(index)) };
    return name;
  }
}

/** A random graph of real numbers; its input is x, and its output y. */
export function randomFloats(draw: Draw): OnnxDraft {
  const drawing = new Drawing(draw);
  const shape = [1, draw(1, 3), draw(4, 7), draw(4, 7)];
  let tensor: Tensor = { name: 'x', shape };
  for (let block = draw(1, 5); block > 0; block--) tensor = blockOf(drawing, tensor);
  tensor = classified(drawing, tensor);
  const { nodes, constants } = drawing;
  const last = nodes[nodes.length - 1];
  return {
    nodes: [...nodes.slice(0, -1), { ...last, outputs: ['y'] }],
    constants,
    inputs: { x: { type: 'FLOAT', shape } },
    outputs: { y: { type: 'FLOAT' } },
  };
}

function blockOf(drawing: Drawing, tensor: Tensor): Tensor {
  const { draw } = drawing;
  const { name, shape } = tensor;
  const [batch, channels, height, width] = shape;
  const vector = (least: number) => drawing.numbers([channels], least);
  switch (draw(0, 8)) {
    case 0:
      return drawing.node('BatchNormalization', [name, vector(-1), vector(-1), vector(-1), vector(0.1)], shape);
    case 1:
      return drawing.node('Clip', [name, drawing.constant([], () => -0.5), drawing.constant([], () => 0.75)], shape);
    case 2: {
      const sum = drawing.node('Add', [name, convolved(drawing, tensor, channels).name], shape);
      return drawing.node('Relu', [sum.name], shape);
    }
    case 3: {
      const other = convolved(drawing, tensor, draw(1, 3));
      return drawing.node('Concat', [other.name, name], [batch, other.shape[1] + channels, height, width], { axis: 1 });
    }
    case 4: {
      const pads = drawing.constant([8], (index) => [0, 0, 1, 0, 0, 0, 1, 2][index], 'INT64');
      return drawing.node('Pad', [name, pads], [batch, channels, height + 2, width + 2]);
    }
    case 5: {
      if (height < 3 || width < 3) return tensor.name === 'x' ? convolved(drawing, tensor, 2) : tensor;
      const attributes = { kernel_shape: [2, 2], strides: [2, 2], pads: [1, 0, 0, 0] };
      const isAverage = draw(0, 1) === 0;
      const counted = isAverage ? { count_include_pad: draw(0, 1) } : {};
      const size = [Math.floor((height + 1) / 2), Math.floor(width / 2)];
      const type = isAverage ? 'AveragePool' : 'MaxPool';
      return drawing.node(type, [name], [batch, channels, ...size], { ...attributes, ...counted });
    }
    case 6: {
      const operator = ['Mul', 'Sub', 'Add', 'Div'][draw(0, 3)];
      return drawing.node(operator, [name, drawing.numbers([channels, 1, 1], 0.5)], shape);
    }
    default: {
      const { name: sums, shape: after } = convolved(drawing, tensor, draw(1, 5));
      return drawing.node('Relu', [sums], after);
    }
  }
}

function convolved(drawing: Drawing, { name, shape }: Tensor, outputs: number): Tensor {
  const { draw } = drawing;
  const [batch, channels, height, width] = shape;
  const group = outputs === channels && draw(0, 1) === 0 ? channels : 1;
  const weights = drawing.numbers([outputs, channels / group, 3, 3]);
  const bias = draw(0, 1) === 0 ? [drawing.numbers([outputs])] : [];
  const attributes = { kernel_shape: [3, 3], pads: [1, 1, 1, 1], group };
  return drawing.node('Conv', [name, weights, ...bias], [batch, outputs, height, width], attributes);
}

function classified(drawing: Drawing, given: Tensor): Tensor {
  const { draw } = drawing;
  const [batch, channels, height, width] = given.shape;
  const pooled = draw(0, 1) === 0 ? given : drawing.node('GlobalAveragePool', [given.name], [batch, channels, 1, 1]);
  const features = pooled === given ? channels * height * width : channels;
  const flat = drawing.node('Flatten', [pooled.name], [1, features]);
  const outputs = draw(2, 6);
  const isGemm = draw(0, 1) === 0;
  const product = isGemm
    ? drawing.node(
        'Gemm',
        [flat.name, drawing.numbers([outputs, features]), drawing.numbers([outputs])],
        [1, outputs],
        {
          transB: 1,
        },
      )
    : drawing.node('MatMul', [flat.name, drawing.numbers([features, outputs])], [1, outputs]);
  const scores = isGemm ? product : drawing.node('Add', [product.name, drawing.numbers([outputs])], [1, outputs]);
  return draw(0, 1) === 0 ? scores : drawing.node('Softmax', [scores.name], [1, outputs], { axis: 1 });
}
