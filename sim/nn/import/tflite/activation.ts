import type { Field } from './flat-table.js';
import type { Node } from './node.js';
import { ACTIVATION } from './schema.js';

/** Least and largest number that each activation gives. */
export const ACTIVATION_BOUNDS = {
  NONE: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
  RELU: [0, Number.POSITIVE_INFINITY],
  RELU_N1_TO_1: [-1, 1],
  RELU6: [0, 6],
} as const;

export type Activation = keyof typeof ACTIVATION_BOUNDS;

const ALLOWED = Object.keys(ACTIVATION_BOUNDS) as Activation[];

/** The activation that is fused with an operator. @throws InputError for others than these */
export function fusedActivation(node: Node, field: Field): Activation {
  return node.choice('activation', node.options.int8(field), ACTIVATION, ALLOWED);
}
