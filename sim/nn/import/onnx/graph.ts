import { allowedNames, suggestion } from '../../../core/input/nearest.js';
import { showName } from '../../../core/input/show.js';
import { elements } from '../../network.js';
import type { GraphValue, Model, Operator } from './model.js';
import { describeOperator, Node, type Operand, type Plan, type Planner } from './node.js';
import { QONNX_DOMAINS, QONNX_OPERATORS, STANDARD_OPERATORS } from './operators/registry.js';
import type { Tensor, TensorType } from './tensor.js';

/** An operator with its plan. */
export interface Step {
  readonly operator: Operator;
  readonly planner: Planner;
  readonly run: Plan['run'];
  /** Whether its output depends on no input of the graph. */
  readonly constant: boolean;
  readonly error: (problem: string) => Error;
}

/** A graph whose shapes and types fit together. */
export interface Graph {
  readonly inputs: readonly GraphValue[];
  readonly outputs: readonly string[];
  /** Those that the outputs depend on, each after those that it reads. */
  readonly steps: readonly Step[];
  /** Constants of the file. */
  readonly constants: ReadonlyMap<string, Tensor>;
  /** Types of all tensors. */
  readonly types: ReadonlyMap<string, TensorType>;
  readonly dataTypes: ReadonlyMap<string, string>;
  readonly error: (problem: string) => Error;
}

/** More do not fit into a network file. */
const MAX_OPERATORS = 4000;
/** Most elements of a tensor that operators compute. */
const MAX_ELEMENTS = 2 ** 26;
/** Constants up to this size are computed before anything runs, because shapes may depend on them. */
const MAX_FOLDED = 2 ** 12;
/** Constants that operators compute are not more than this many times the file's, so that a small file stays a small network. */
const MAX_GROWTH = 8;
const SPARE_ELEMENTS = 2 ** 20;
/** Operators that multiply and add: of constants they are not computed. */
const PRODUCTS = ['Conv', 'ConvInteger', 'Gemm', 'MatMul', 'MatMulInteger', 'QLinearConv', 'QLinearMatMul'];

/**
 * Infers and checks the types and shapes of all tensors.
 * @throws InputError that names the node where an operator, an attribute or a shape is not supported
 */
export function planGraph(model: Model): Graph {
  const { constants, inputs, outputs, dataTypes, error } = model;
  const operators = neededOperators(model);
  const operands = new Map<string, Operand>();
  for (const [name, constant] of constants) operands.set(name, { ...constant, constant });
  for (const { name, type, shape } of inputs)
    operands.set(name, checkedSize({ type, shape }, `input ${showName(name)}`, error));
  const computed = new Set<string>(inputs.map(({ name }) => name));
  let budget = SPARE_ELEMENTS;
  for (const { shape } of constants.values()) budget += MAX_GROWTH * elements(shape);
  const steps = operators.map((operator): Step => {
    const failHere = (problem: string) => error(`${describeOperator(operator)}: ${problem}`);
    const read = operator.inputs.map((name) => operandNamed(name, operands, failHere));
    const node = new Node(operator, read, error);
    const planner = plannerOf(operator, failHere);
    const plan = planner(node);
    node.expectAllRead();
    const constant = plan.known !== undefined || !operator.inputs.some((name) => computed.has(name));
    if (constant && PRODUCTS.includes(operator.type))
      throw failHere('multiplies constants, allowed: what the input gives');
    const results = plan.known ?? (constant ? foldedOf(plan, read) : undefined);
    plan.outputs.forEach((type, index) => {
      const name = operator.outputs[index] ?? '';
      if (name === '') return;
      if (operands.has(name)) throw failHere(`its output ${showName(name)} is there already`);
      checkedSize(type, `output ${index}`, failHere);
      if (constant) budget -= elements(type.shape);
      else computed.add(name);
      if (budget < 0) throw failHere(`the constants grow to more than ${MAX_GROWTH} times those of the file`);
      operands.set(name, {
        type: type.type,
        shape: type.shape,
        ...(results === undefined ? {} : { constant: results[index] }),
      });
    });
    return { operator, planner, run: plan.run, constant, error: failHere };
  });
  for (const name of outputs) operandNamed(name, operands, (problem) => error(`output: ${problem}`));
  return { inputs, outputs, steps, constants, types: operands, dataTypes, error };
}

/** The operators that the outputs depend on, in the order of the file. */
function neededOperators({ operators, outputs, error }: Model): Operator[] {
  const needed = new Set(outputs);
  const found = [...operators].reverse().filter((operator) => {
    if (!operator.outputs.some((name) => name !== '' && needed.has(name))) return false;
    for (const name of operator.inputs) needed.add(name);
    return true;
  });
  if (outputs.length === 0) throw error('the graph has no outputs');
  if (found.length > MAX_OPERATORS) throw error(`found ${found.length} operators, allowed: ${MAX_OPERATORS}`);
  return found.reverse();
}

function operandNamed(
  name: string,
  operands: ReadonlyMap<string, Operand>,
  fail: (problem: string) => Error,
): Operand | undefined {
  if (name === '') return undefined;
  const operand = operands.get(name);
  if (operand !== undefined) return operand;
  throw fail(`${showName(name)} is not computed before, allowed: inputs, constants and outputs of earlier nodes`);
}

function plannerOf({ type, domain }: Operator, fail: (problem: string) => Error): Planner {
  const isQonnx = QONNX_DOMAINS.includes(domain);
  const known = isQonnx ? QONNX_OPERATORS : STANDARD_OPERATORS;
  if (domain !== '' && !isQonnx) {
    const allowed = allowedNames(domain, ['ai.onnx', ...QONNX_DOMAINS]);
    throw fail(`not supported: found the domain ${showName(domain)}, ${allowed}`);
  }
  if (Object.hasOwn(known, type)) return known[type];
  const allowed = isQonnx
    ? allowedNames(type, Object.keys(known))
    : `docs/import.md lists those that are${suggestion(type, Object.keys(known))}`;
  throw fail(`not supported, ${allowed}`);
}

/** Small constants, where everything that they are computed of is known. */
function foldedOf(plan: Plan, read: readonly (Operand | undefined)[]): readonly Tensor[] | undefined {
  const known = read.every((operand) => operand === undefined || operand.constant !== undefined);
  if (!known || plan.outputs.some(({ shape }) => elements(shape) > MAX_FOLDED)) return undefined;
  return plan.run(
    read.map((operand) => operand?.constant),
    'single',
  );
}

function checkedSize(type: TensorType, what: string, fail: (problem: string) => Error): TensorType {
  if (elements(type.shape) <= MAX_ELEMENTS) return type;
  throw fail(`${what} is [${type.shape}], allowed: at most ${MAX_ELEMENTS} elements`);
}
