import { elements } from '../../../network.js';
import type { Node, Plan } from '../node.js';
import { elementType, elementTypeName } from '../read-tensor.js';
import { type Tensor, tensorOf } from '../tensor.js';

export function planConstant(node: Node): Plan {
  const value = node.tensor('value') ?? scalarOf(node);
  return { outputs: [value], known: [value], run: () => [value] };
}

function scalarOf(node: Node): Tensor {
  const floats = node.floats('value_floats');
  if (floats !== undefined) return { type: 'FLOAT', shape: [floats.length], data: Float32Array.from(floats) };
  const ints = node.ints('value_ints');
  if (ints !== undefined) return { type: 'INT64', shape: [ints.length], data: Float64Array.from(ints) };
  const isFloat = node.operator.attributes.has('value_float');
  if (isFloat) return { type: 'FLOAT', shape: [], data: Float32Array.of(node.float('value_float', 0)) };
  if (node.operator.attributes.has('value_int')) {
    return { type: 'INT64', shape: [], data: Float64Array.of(node.int('value_int', 0)) };
  }
  throw node.error('found no value, allowed: value, value_float, value_floats, value_int, value_ints');
}

/** Floating-point numbers become integers by cutting off their fractions. */
export function planCast(node: Node): Plan {
  const { shape } = node.input(0);
  node.ignore('saturate');
  const number = node.int('to', 0);
  const type = elementType(number);
  if (type === undefined) throw node.error(`attribute to is ${elementTypeName(number)}, which is not computed`);
  const convert = (value: number) => {
    if (type === 'BOOL') return value === 0 ? 0 : 1;
    return type === 'FLOAT' ? value : Math.trunc(value);
  };
  return {
    outputs: [{ type, shape }],
    run: ([input], precision) => [tensorOf({ type, shape }, precision, (place) => convert(input!.data[place]))],
  };
}

/** The shape of a tensor, which is known before anything runs. */
export function planShape(node: Node): Plan {
  const { shape } = node.input(0);
  const [start, end] = [node.int('start', 0), node.int('end', shape.length)];
  const sizes = Float64Array.from(shape.slice(start, end));
  const output: Tensor = { type: 'INT64', shape: [sizes.length], data: sizes };
  return { outputs: [output], known: [output], run: () => [output] };
}

export function planGather(node: Node): Plan {
  const { type, shape } = node.input(0);
  const indices = node.typedInput(1, ['INT32', 'INT64']);
  const axis = node.axis(node.int('axis', 0), shape.length);
  const output = { type, shape: [...shape.slice(0, axis), ...indices.shape, ...shape.slice(axis + 1)] };
  const [count, inner] = [elements(indices.shape), elements(shape.slice(axis + 1))];
  return {
    outputs: [output],
    run: ([input, chosen], precision) => [
      tensorOf(output, precision, (place) => {
        const [outer, rest] = [Math.floor(place / (count * inner)), place % (count * inner)];
        const index = node.axis(chosen!.data[Math.floor(rest / inner)], shape[axis]);
        return input!.data[(outer * shape[axis] + index) * inner + (rest % inner)];
      }),
    ],
  };
}
