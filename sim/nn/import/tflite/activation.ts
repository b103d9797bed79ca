import { type DataType, valueRange } from '../../data-type.js';
import { roundHalfToEven } from '../../requantize.js';
import type { Field } from './flat-table.js';
import type { Node } from './node.js';
import { ACTIVATION } from './schema.js';

const BOUNDS = { NONE: [-Infinity, Infinity], RELU: [0, Infinity], RELU_N1_TO_1: [-1, 1], RELU6: [0, 6] } as const;
export type Activation = keyof typeof BOUNDS;
const ALLOWED = Object.keys(BOUNDS) as Activation[];

/** Least and largest code of a fused activation, where the type does not have them anyway. */
export function fusedActivation(node: Node, field: Field): { readonly clamp?: readonly [number, number] } {
  const activation = node.choice('activation', node.options.int8(field), ACTIVATION, ALLOWED);
  return clampOf(activation, node.typeOf(node.output));
}

/** Codes of an activation's bounds: real numbers over the scale, in 32-bit floating point. */
export function clampOf(activation: Activation, type: DataType): { readonly clamp?: readonly [number, number] } {
  const range = valueRange({ ...type, zeroPoint: 0 });
  const [least, largest] = BOUNDS[activation].map((bound) => {
    const code = Math.fround(Math.fround(bound / type.scale) + (type.zeroPoint ?? 0));
    return roundHalfToEven(Math.min(Math.max(code, range.min), range.max));
  });
  return least === range.min && largest === range.max ? {} : { clamp: [least, largest] };
}
