import type { Model, Operator } from './model.js';
import { isReal } from './node.js';

/** More do not fit into a network file. */
const MAX_OPERATORS = 1000;

/** What is imported of a model: tensors by their index. */
export interface Path {
  readonly input: number;
  readonly output: number;
  /** The operators that the output depends on, in the order of the file, in which each comes after those that it reads. */
  readonly operators: readonly Operator[];
}

/**
 * The way from the input to the output. Of a model that reads or gives floats and computes with codes, the input is what its
 * QUANTIZE gives, and the output what its DEQUANTIZE reads.
 * @throws InputError where there is no such way, or several
 */
export function pathOf(model: Model): Path {
  const [input, output] = [inputOf(model), outputOf(model)];
  return { input, output, operators: neededOperators(model, input, output) };
}

function inputOf(model: Model): number {
  const input = onlyOne(model, 'inputs');
  if (!isReal(model.tensors[input])) return input;
  const readers = model.operators.filter(({ inputs }) => inputs.includes(input));
  return readers.length === 1 && readers[0].name === 'QUANTIZE' ? (readers[0].outputs[0] ?? input) : input;
}

function outputOf(model: Model): number {
  const output = onlyOne(model, 'outputs');
  if (!isReal(model.tensors[output])) return output;
  const writer = model.operators.find(({ outputs }) => outputs.includes(output));
  const codes = writer?.name === 'DEQUANTIZE' ? (writer.inputs[0] ?? -1) : -1;
  return codes < 0 ? output : codes;
}

function onlyOne(model: Model, what: 'inputs' | 'outputs'): number {
  const [first, ...others] = model[what];
  if (first !== undefined && others.length === 0) return first;
  throw model.error(`found ${model[what].length} ${what}, allowed: 1`);
}

function neededOperators({ operators, error }: Model, input: number, output: number): Operator[] {
  const needed = new Set([output]);
  const found = [...operators].reverse().filter(({ name, inputs, outputs }) => {
    if (outputs.includes(input) || !outputs.some((tensor) => needed.has(tensor))) return false;
    for (const tensor of name === 'RESHAPE' ? inputs.slice(0, 1) : inputs) needed.add(tensor);
    return true;
  });
  if (found.length === 0) throw error(`no operator computes the output, tensor ${output}`);
  if (found.length > MAX_OPERATORS) throw error(`found ${found.length} operators, allowed: ${MAX_OPERATORS}`);
  if (!needed.has(input)) throw error(`the output does not depend on the input, tensor ${input}`);
  return found.reverse();
}
