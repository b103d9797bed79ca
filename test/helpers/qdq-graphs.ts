import type { Draw } from './onnx-operators.js';
import type { AttributeDraft, NodeDraft, OnnxDraft, TensorDraft, TypeName } from './onnx-writer.js';

/** How products are quantized: as operators of their own, or as those of real numbers between others. */
export type QuantizedForm = 'QLinear' | 'QDQ';

/** Codes with their scale and zero point, by their names. */
interface Codes {
  readonly name: string;
  readonly shape: readonly number[];
  readonly scale: string;
  readonly zero: string;
}

class Drawing {
  readonly nodes: NodeDraft[] = [];
  readonly constants: Record<string, TensorDraft> = {};

  constructor(
    readonly draw: Draw,
    readonly form: QuantizedForm,
    readonly type: 'INT8' | 'UINT8',
  ) {}

  node(type: string, inputs: readonly string[], attributes: Readonly<Record<string, AttributeDraft>> = {}): string {
    const name = `t${this.nodes.length}`;
    this.nodes.push({ type, inputs, outputs: [name], attributes });
    return name;
  }

  constant(type: TypeName, shape: readonly number[], valueAt: (index: number) => number): string {
    const name = `c${Object.keys(this.constants).length}`;
    const count = shape.reduce((product, size) => product * size, 1);
    this.constants[name] = { type, shape, values: Array.from({ length: count }, (_, index) => valueAt(index)) };
    return name;
  }

  scale(): string {
    const value = Math.fround(this.draw(20, 400) / 10_000);
    return this.constant('FLOAT', [], () => value);
  }

  zeroPoint(): string {
    return this.constant(this.type, [], () => (this.type === 'INT8' ? this.draw(-128, 127) : this.draw(0, 255)));
  }

  value(name: string): number {
    return this.constants[name].values[0];
  }

  dequantized({ name, scale, zero }: Codes): string {
    return this.node('DequantizeLinear', [name, scale, zero]);
  }

  quantized(name: string, shape: readonly number[], scale: string, zero: string): Codes {
    return { name: this.node('QuantizeLinear', [name, scale, zero]), shape, scale, zero };
  }
}

/** A random graph of 8-bit codes; its input is x, pixels from 0 to 1 or codes, and its output the codes y. */
export function randomQuantized(draw: Draw, form: QuantizedForm, withMeans: boolean): OnnxDraft {
  const drawing = new Drawing(draw, form, draw(0, 1) === 0 ? 'INT8' : 'UINT8');
  const shape = [1, draw(1, 3), draw(4, 7), draw(4, 7)];
  const reads = draw(0, 1) === 0 ? 'FLOAT' : drawing.type;
  const [scale, zero] = [drawing.scale(), drawing.zeroPoint()];
  let codes = reads === 'FLOAT' ? drawing.quantized('x', shape, scale, zero) : { name: 'x', shape, scale, zero };
  for (let block = draw(1, 3); block > 0; block--) codes = blockOf(drawing, codes);
  codes = classified(drawing, codes, withMeans);
  const { nodes, constants } = drawing;
  const renamed = (name: string) => (name === codes.name ? 'y' : name);
  return {
    nodes: nodes.map((node) => ({ ...node, inputs: node.inputs.map(renamed), outputs: node.outputs.map(renamed) })),
    constants,
    inputs: { x: { type: reads, shape } },
    outputs: { y: { type: drawing.type } },
  };
}

function blockOf(drawing: Drawing, codes: Codes): Codes {
  const { draw } = drawing;
  const [batch, channels, height, width] = codes.shape;
  switch (draw(0, 4)) {
    case 0: {
      const [a, b] = [1, 2].map(() => convolved(drawing, codes, channels, 3));
      const sum = drawing.node('Add', [drawing.dequantized(a), drawing.dequantized(b)]);
      return drawing.quantized(activated(drawing, sum), a.shape, drawing.scale(), drawing.zeroPoint());
    }
    case 1: {
      if (height < 3 || width < 3) return convolved(drawing, codes, draw(1, 4), 1);
      const pads = [draw(0, 1), draw(0, 1), 0, 0];
      const attributes = { kernel_shape: [2, 2], strides: [2, 2], pads };
      const shape = [batch, channels, Math.floor((height + pads[0]) / 2), Math.floor((width + pads[1]) / 2)];
      return { ...codes, name: drawing.node('MaxPool', [codes.name], attributes), shape };
    }
    case 2: {
      const a = convolved(drawing, codes, draw(1, 3), 3);
      const joined = drawing.node('Concat', [drawing.dequantized(a), drawing.dequantized(codes)], { axis: 1 });
      const shape = [batch, a.shape[1] + channels, height, width];
      return drawing.quantized(joined, shape, drawing.scale(), drawing.zeroPoint());
    }
    default:
      return convolved(drawing, codes, draw(1, 5), draw(0, 1) === 0 ? 1 : 3);
  }
}

/** A convolution that keeps height and width, with weights of one scale or one for each output. */
function convolved(drawing: Drawing, codes: Codes, outputs: number, kernel: 1 | 3): Codes {
  const { draw } = drawing;
  const [batch, channels, height, width] = codes.shape;
  const isDepthwise = outputs === channels && draw(0, 2) === 0;
  const group = isDepthwise ? channels : 1;
  const pad = (kernel - 1) / 2;
  const attributes = { kernel_shape: [kernel, kernel], pads: [pad, pad, pad, pad], group };
  const [weights, weightScale, weightZero] = weightsOf(drawing, [outputs, channels / group, kernel, kernel], outputs);
  const shape = [batch, outputs, height, width];
  const size = Math.sqrt((channels / group) * kernel * kernel);
  return product(drawing, codes, {
    ...{ operator: 'Conv', weights, weightScale, weightZero, outputs, axis: 0, attributes, shape, size },
    bias: draw(0, 1) === 0,
  });
}

function classified(drawing: Drawing, given: Codes, withMeans: boolean): Codes {
  const { draw } = drawing;
  const [, channels] = given.shape;
  let codes = given;
  if (withMeans) {
    const mean = drawing.node('GlobalAveragePool', [drawing.dequantized(codes)]);
    const scale = Math.fround((drawing.value(codes.scale) * draw(30, 90)) / 97);
    codes = drawing.quantized(
      mean,
      [1, channels, 1, 1],
      drawing.constant('FLOAT', [], () => scale),
      drawing.zeroPoint(),
    );
  }
  const features = codes.shape.reduce((count, size) => count * size, 1);
  const flat = { ...codes, name: drawing.node('Flatten', [codes.name]), shape: [1, features] };
  const outputs = draw(2, 6);
  const [weights, weightScale, weightZero] = weightsOf(drawing, [features, outputs], 1);
  const size = Math.sqrt(features);
  const attributes = {};
  return product(drawing, flat, {
    ...{
      operator: 'MatMul',
      weights,
      weightScale,
      weightZero,
      outputs,
      axis: 1,
      attributes,
      shape: [1, outputs],
      size,
    },
    bias: false,
  });
}

interface Product {
  readonly operator: 'Conv' | 'MatMul';
  readonly weights: string;
  readonly weightScale: string;
  readonly weightZero: string;
  readonly outputs: number;
  readonly axis: number;
  readonly attributes: Readonly<Record<string, AttributeDraft>>;
  readonly shape: readonly number[];
  /** Of the sums, in units of a product of codes. */
  readonly size: number;
  readonly bias: boolean;
}

function product(drawing: Drawing, codes: Codes, given: Product): Codes {
  const { draw } = drawing;
  const { operator, weights, weightScale, weightZero, outputs, axis, attributes, shape } = given;
  const unit = drawing.value(codes.scale) * drawing.value(weightScale);
  // No even ratio of the scales: sums of the runtime in floating point do not decide halves alike.
  const scaleValue = Math.fround(unit * given.size * (draw(20_000, 120_000) / 1009));
  const scale = drawing.constant('FLOAT', [], () => scaleValue);
  const zero = drawing.zeroPoint();
  const bias = given.bias ? drawing.constant('INT32', [outputs], () => draw(-2000, 2000)) : undefined;
  if (drawing.form === 'QLinear') {
    const inputs = [codes.name, codes.scale, codes.zero, weights, weightScale, weightZero, scale, zero];
    const name = drawing.node(`QLinear${operator}`, bias === undefined ? inputs : [...inputs, bias], attributes);
    return { name, shape, scale, zero };
  }
  const factors = [
    drawing.dequantized(codes),
    drawing.node('DequantizeLinear', [weights, weightScale, weightZero], { axis }),
  ];
  if (bias !== undefined) {
    const { shape: ofScales, values } = drawing.constants[weightScale];
    const units = drawing.constant('FLOAT', ofScales, (row) => Math.fround(drawing.value(codes.scale) * values[row]));
    factors.push(drawing.node('DequantizeLinear', [bias, units], { axis: 0 }));
  }
  return drawing.quantized(activated(drawing, drawing.node(operator, factors, attributes)), shape, scale, zero);
}

function activated(drawing: Drawing, name: string): string {
  return drawing.draw(0, 2) === 0 ? drawing.node('Relu', [name]) : name;
}

/** Signed weights with zero points 0, or where there is one scale alone unsigned ones. */
function weightsOf(drawing: Drawing, shape: readonly number[], outputs: number): [string, string, string] {
  const { draw } = drawing;
  const perOutput = outputs > 1 && draw(0, 1) === 0;
  const isUnsigned = !perOutput && drawing.type === 'UINT8' && draw(0, 1) === 0;
  const type = isUnsigned ? 'UINT8' : 'INT8';
  const sizes = perOutput ? [outputs] : [];
  const weights = drawing.constant(type, shape, () => (isUnsigned ? draw(0, 255) : draw(-127, 127)));
  const scale = perOutput
    ? drawing.constant('FLOAT', sizes, () => Math.fround(draw(20, 400) / 10_000))
    : drawing.scale();
  return [weights, scale, drawing.constant(type, sizes, () => (isUnsigned ? draw(0, 255) : 0))];
}
