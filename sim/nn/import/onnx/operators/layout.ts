import { elements } from '../../../network.js';
import type { Node, Plan } from '../node.js';
import { createValues, reshaped, type Tensor } from '../tensor.js';
import { strides } from './broadcast.js';

/** The same numbers in another shape. */
function reshaping(node: Node, shape: readonly number[]): Plan {
  const { type, shape: before } = node.input(0);
  if (shape.some((size) => size < 0) || elements(shape) !== elements(before)) {
    throw node.error(`[${before}] cannot become [${shape}]`);
  }
  return { outputs: [{ type, shape }], run: ([input]) => [reshaped(input!, shape)] };
}

export function planIdentity(node: Node): Plan {
  return reshaping(node, node.input(0).shape);
}

/** At inference nothing is dropped. */
export function planDropout(node: Node): Plan {
  node.ignore('ratio', 'seed', 'is_test');
  const training = node.optionalIntegers(2);
  if (training?.[0] === 1) throw node.error('found training_mode 1, allowed: 0');
  return planIdentity(node);
}

export function planReshape(node: Node): Plan {
  const before = node.input(0).shape;
  const asked = node.ints('shape') ?? node.optionalIntegers(1);
  if (asked === undefined) throw node.error('the shape is missing');
  const zeroIsZero = node.int('allowzero', 0) === 1;
  const known = asked.map((size, axis) => (size === 0 && !zeroIsZero ? (before[axis] ?? 1) : size));
  const rest = elements(before) / known.reduce((product, size) => (size === -1 ? product : product * size), 1);
  return reshaping(
    node,
    known.map((size) => (size === -1 && Number.isInteger(rest) ? rest : size)),
  );
}

export function planFlatten(node: Node): Plan {
  const { shape } = node.input(0);
  const given = node.int('axis', 1);
  const axis = given === shape.length ? given : node.axis(given, shape.length);
  return reshaping(node, [elements(shape.slice(0, axis)), elements(shape.slice(axis))]);
}

/** The axes are an attribute before version 13, an input from then on. */
function axesOf(node: Node, dimensions: number): readonly number[] | undefined {
  const axes = node.ints('axes') ?? node.optionalIntegers(1);
  return axes?.map((axis) => node.axis(axis, dimensions));
}

export function planSqueeze(node: Node): Plan {
  const { shape } = node.input(0);
  const axes = axesOf(node, shape.length) ?? shape.flatMap((size, axis) => (size === 1 ? axis : []));
  const wide = axes.find((axis) => shape[axis] !== 1);
  if (wide !== undefined) throw node.error(`axis ${wide} of [${shape}] has the size ${shape[wide]}, allowed: 1`);
  return reshaping(
    node,
    shape.filter((_, axis) => !axes.includes(axis)),
  );
}

export function planUnsqueeze(node: Node): Plan {
  const { shape } = node.input(0);
  const added = node.ints('axes') ?? node.optionalIntegers(1);
  if (added === undefined) throw node.error('the axes are missing');
  const dimensions = shape.length + added.length;
  const axes = added.map((axis) => node.axis(axis, dimensions));
  const rest = [...shape];
  return reshaping(
    node,
    Array.from({ length: dimensions }, (_, axis) => (axes.includes(axis) ? 1 : (rest.shift() ?? 1))),
  );
}

export function planTranspose(node: Node): Plan {
  const { type, shape } = node.input(0);
  const order = node.ints('perm') ?? shape.map((_, axis) => shape.length - 1 - axis);
  if ([...order].sort((a, b) => a - b).join() !== shape.map((_, axis) => axis).join()) {
    throw node.error(`attribute perm is [${order}], allowed: an order of the ${shape.length} axes`);
  }
  const output = { type, shape: order.map((axis) => shape[axis]) };
  const steps = strides(shape);
  const read = order.map((axis) => steps[axis]);
  return {
    outputs: [output],
    run: ([input], precision) => [gathered(input!, output, read, precision)],
  };
}

/** Numbers that lie `read` apart along each axis of the output. */
function gathered(
  input: Tensor,
  output: Pick<Tensor, 'type' | 'shape'>,
  read: readonly number[],
  precision: 'single' | 'double',
): Tensor {
  const data = createValues(output, precision);
  const { shape } = output;
  const place = new Array<number>(shape.length).fill(0);
  let from = 0;
  for (let index = 0; index < data.length; index++) {
    data[index] = input.data[from];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += read[axis];
      if (++place[axis] < shape[axis]) break;
      from -= place[axis] * read[axis];
      place[axis] = 0;
    }
  }
  return { ...output, data };
}

export function planConcat(node: Node): Plan {
  const inputs = Array.from({ length: node.inputCount }, (_, index) => node.input(index));
  const { type, shape } = node.input(0);
  const axis = node.axis(node.int('axis', 1), shape.length);
  for (const [index, other] of inputs.entries()) {
    const fits =
      other.shape.length === shape.length && other.shape.every((size, at) => at === axis || size === shape[at]);
    if (!fits || other.type !== type) throw node.shapeError(index, `${type} like [${shape}] off axis ${axis}`);
  }
  const size = inputs.reduce((sum, other) => sum + other.shape[axis], 0);
  const output = { type, shape: shape.map((length, at) => (at === axis ? size : length)) };
  return {
    outputs: [output],
    run: (tensors, precision) => {
      const data = createValues(output, precision);
      const step = elements(output.shape.slice(axis));
      let offset = 0;
      for (const tensor of tensors) {
        const length = elements(tensor!.shape.slice(axis));
        const blocks = length === 0 ? 0 : tensor!.data.length / length;
        for (let block = 0; block < blocks; block++) {
          data.set(tensor!.data.subarray(block * length, (block + 1) * length), block * step + offset);
        }
        offset += length;
      }
      return [{ ...output, data }];
    },
  };
}

/** Borders of a constant around a tensor: those before each axis, and those behind. */
export interface PlannedPadding {
  readonly before: readonly number[];
  readonly behind: readonly number[];
  /** What they are filled with where no input says it. */
  readonly value: number;
}

/** The borders are an attribute before version 11, an input from then on. */
export function planPadding(node: Node): PlannedPadding {
  const { shape } = node.input(0);
  node.choice('mode', ['constant'], 'constant');
  const given = node.ints('pads') ?? node.optionalIntegers(1);
  const axes = node.optionalIntegers(3)?.map((axis) => node.axis(axis, shape.length)) ?? shape.map((_, axis) => axis);
  if (given === undefined || given.length !== 2 * axes.length || given.some((border) => border < 0)) {
    throw node.error(`pads are [${given?.slice(0, 16)}], allowed: ${2 * axes.length} borders of at least 0`);
  }
  const [before, behind] = [0, axes.length].map((first) =>
    shape.map((_, axis) => (axes.includes(axis) ? given[first + axes.indexOf(axis)] : 0)),
  );
  return { before, behind, value: node.float('value', 0) };
}

export function planPad(node: Node): Plan {
  const { type, shape } = node.input(0);
  const { before, behind, value } = planPadding(node);
  const output = { type, shape: shape.map((size, axis) => before[axis] + size + behind[axis]) };
  return {
    outputs: [output],
    run: ([input, , filling], precision) => {
      const data = createValues(output, precision).fill(filling?.data[0] ?? value);
      const steps = strides(output.shape);
      const sizes = strides(shape);
      input!.data.forEach((number, place) => {
        let to = 0;
        for (let axis = 0; axis < shape.length; axis++) {
          to += ((Math.floor(place / sizes[axis]) % shape[axis]) + before[axis]) * steps[axis];
        }
        data[to] = number;
      });
      return [{ ...output, data }];
    },
  };
}
