import type { Attribute, Model, Operator } from '../model.js';
import { describeOperator } from '../node.js';
import type { Tensor } from '../tensor.js';

/** Operators that are a DequantizeLinear of each factor, a product, and where they have a scale of the output a QuantizeLinear. */
const EXPANDED: Readonly<Record<string, (expansion: Expansion) => void>> = {
  ConvInteger: (expansion) => expandProduct(expansion, 'Conv', 0),
  MatMulInteger: (expansion) => expandProduct(expansion, 'MatMul', -1),
  QLinearConv: (expansion) => expandLinear(expansion, 'Conv', 0),
  QLinearMatMul: (expansion) => expandLinear(expansion, 'MatMul', -1),
};

/** An operator that is taken apart: the operators that take its place, and the constants that these need. */
interface Expansion {
  readonly operator: Operator;
  readonly operators: Operator[];
  readonly constants: Map<string, Tensor>;
  readonly error: (problem: string) => Error;
}

/** The same graph, in which quantized products are products of real numbers between DequantizeLinear and QuantizeLinear. */
export function expandProducts(model: Model): Model {
  const constants = new Map(model.constants);
  const operators: Operator[] = [];
  for (const operator of model.operators) {
    const expand =
      operator.domain === '' && Object.hasOwn(EXPANDED, operator.type) ? EXPANDED[operator.type] : undefined;
    const error = (problem: string) => model.error(`${describeOperator(operator)}: ${problem}`);
    if (expand === undefined) operators.push(operator);
    else expand({ operator, operators, constants, error });
  }
  return { ...model, operators, constants };
}

/** Inputs: x, its scale and zero point, the weights, theirs, the output's, and a bias whose unit is the product of the scales. */
function expandLinear(expansion: Expansion, type: 'Conv' | 'MatMul', axis: number): void {
  const { operator } = expansion;
  const [x, scale, zero, weights, weightScale, weightZero, outputScale, outputZero, bias = ''] = operator.inputs;
  const [output] = operator.outputs;
  const factors = [
    dequantized(expansion, 'x', [x, scale, zero], 0),
    dequantized(expansion, 'w', [weights, weightScale, weightZero], axis),
  ];
  if (bias !== '') {
    const unit = constantNamed(expansion, 'bias-scale', productOf(expansion, scale, weightScale));
    factors.push(dequantized(expansion, 'bias', [bias, unit, ''], 0));
  }
  const product = added(expansion, type, factors, `${output}/product`, operator.attributes);
  added(expansion, 'QuantizeLinear', [product, outputScale, outputZero], output);
}

/** Inputs: x, the weights, and their zero points; sums of integers, which are taken for real numbers of the scale 1. */
function expandProduct(expansion: Expansion, type: 'Conv' | 'MatMul', axis: number): void {
  const { operator } = expansion;
  const [x, weights, zero = '', weightZero = ''] = operator.inputs;
  const one = constantNamed(expansion, 'one', { type: 'FLOAT', shape: [], data: Float32Array.of(1) });
  const ofWeights = expansion.constants.get(weightZero)?.data.length ?? 1;
  const unit = ofWeights === 1 ? one : constantNamed(expansion, 'ones', ones(ofWeights));
  const factors = [
    dequantized(expansion, 'x', [x, one, zero], 0),
    dequantized(expansion, 'w', [weights, unit, weightZero], axis),
  ];
  added(expansion, type, factors, operator.outputs[0], operator.attributes);
}

function dequantized(expansion: Expansion, what: string, inputs: readonly string[], axis: number): string {
  const attributes = new Map([['axis', { kind: 'INT', value: axis } as const]]);
  return added(expansion, 'DequantizeLinear', inputs, `${expansion.operator.outputs[0]}/${what}`, attributes);
}

/** An operator in the place of the one that is taken apart; its output. */
function added(
  { operator, operators }: Expansion,
  type: string,
  inputs: readonly string[],
  output: string,
  attributes: ReadonlyMap<string, Attribute> = new Map(),
): string {
  const { index, name, domain, version } = operator;
  operators.push({ index, name, domain, version, type, inputs, outputs: [output], attributes });
  return output;
}

function constantNamed({ operator, constants }: Expansion, what: string, tensor: Tensor): string {
  const name = `${operator.outputs[0]}/${what}`;
  constants.set(name, tensor);
  return name;
}

/** The scale of an input times those of the weights, in 32-bit floating point. */
function productOf({ constants, error }: Expansion, scale: string, weightScale: string): Tensor {
  const [input, weights] = [constants.get(scale), constants.get(weightScale)];
  if (input === undefined || weights === undefined) throw error('its scales are computed, allowed: constants');
  const data = Float32Array.from(weights.data, (ofWeights) => ofWeights * input.data[0]);
  return { type: 'FLOAT', shape: weights.shape, data };
}

function ones(count: number): Tensor {
  return { type: 'FLOAT', shape: [count], data: new Float32Array(count).fill(1) };
}
