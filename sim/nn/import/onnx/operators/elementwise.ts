import type { Node, Plan } from '../node.js';
import { type ElementType, tensorOf } from '../tensor.js';
import { broadcastPlaces, broadcastShape } from './broadcast.js';

const ARITHMETIC: readonly ElementType[] = ['FLOAT', 'INT32', 'INT64'];

/** Sum, difference, product or quotient, number by number; integers are divided towards 0. */
export function arithmetic(compute: (a: number, b: number) => number): (node: Node) => Plan {
  return (node) => {
    const [a, b] = [node.typedInput(0, ARITHMETIC), node.typedInput(1, ARITHMETIC)];
    if (a.type !== b.type) throw node.error(`reads ${a.type} and ${b.type}, allowed: one type`);
    const output = { type: a.type, shape: broadcastShape(node, a.shape, b.shape) };
    const finish = a.type === 'FLOAT' ? (value: number) => value : Math.trunc;
    return {
      outputs: [output],
      run: ([left, right], precision) => {
        const [placeA, placeB] = [broadcastPlaces(a.shape, output.shape), broadcastPlaces(b.shape, output.shape)];
        const [dataA, dataB] = [left!.data, right!.data];
        return [tensorOf(output, precision, (place) => finish(compute(dataA[placeA(place)], dataB[placeB(place)])))];
      },
    };
  };
}

/** A function of each number. */
export function mapped(compute: (value: number) => number): (node: Node) => Plan {
  return (node) => {
    const { type, shape } = node.typedInput(0, ['FLOAT']);
    return {
      outputs: [{ type, shape }],
      run: ([input], precision) => [tensorOf({ type, shape }, precision, (place) => compute(input!.data[place]))],
    };
  };
}

/** The bounds are attributes before version 11, inputs from then on. */
export function planClip(node: Node): Plan {
  const { type, shape } = node.input(0);
  const ofAttributes = [node.float('min', Number.NEGATIVE_INFINITY), node.float('max', Number.POSITIVE_INFINITY)];
  for (const index of [1, 2]) {
    const bound = node.optionalInput(index);
    if (bound !== undefined && bound.shape.join() !== '') throw node.shapeError(index, 'a number');
  }
  return {
    outputs: [{ type, shape }],
    run: ([input, min, max], precision) => {
      const least = min?.data[0] ?? ofAttributes[0];
      const largest = max?.data[0] ?? ofAttributes[1];
      const valueAt = (place: number) => Math.min(Math.max(input!.data[place], least), largest);
      return [tensorOf({ type, shape }, precision, valueAt)];
    },
  };
}
