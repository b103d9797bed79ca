import type { Node } from '../node.js';

/** The shape that two shapes give together: aligned at the last axis, sizes of 1 are repeated. */
export function broadcastShape(node: Node, a: readonly number[], b: readonly number[]): number[] {
  const dimensions = Math.max(a.length, b.length);
  return Array.from({ length: dimensions }, (_, axis) => {
    const [ofA, ofB] = [a, b].map((shape) => shape[axis - dimensions + shape.length] ?? 1);
    if (ofA === ofB || ofB === 1) return ofA;
    if (ofA === 1) return ofB;
    throw node.error(`shapes [${a}] and [${b}] do not go together`);
  });
}

/** From places of a tensor of a shape to those of one that is repeated to it. */
export function broadcastPlaces(from: readonly number[], to: readonly number[]): (place: number) => number {
  const steps = strides(from);
  const missing = to.length - from.length;
  const repeated = to.map((_, axis) => ((from[axis - missing] ?? 1) === 1 ? 0 : steps[axis - missing]));
  if (from.join() === to.join()) return (place) => place;
  if (repeated.every((step) => step === 0)) return () => 0;
  const sizes = strides(to);
  return (place) => {
    let found = 0;
    for (let axis = 0; axis < to.length; axis++) {
      if (repeated[axis] !== 0) found += (Math.floor(place / sizes[axis]) % to[axis]) * repeated[axis];
    }
    return found;
  };
}

/** Numbers from one place to the next along each axis. */
export function strides(shape: readonly number[]): number[] {
  const steps = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis--) steps[axis] = steps[axis + 1] * shape[axis + 1];
  return steps;
}
