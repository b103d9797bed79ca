import { type DataType, valueRange } from '../../../data-type.js';
import { roundHalfToEven } from '../../../requantize.js';
import { ACTIVATION_BOUNDS, type Activation, fusedActivation } from '../activation.js';
import type { Field } from '../flat-table.js';
import type { Node } from '../node.js';

/** Least and largest code of a fused activation, where the type does not have them anyway. */
export function fusedClamp(node: Node, field: Field): { readonly clamp?: readonly [number, number] } {
  return clampOf(fusedActivation(node, field), node.typeOf(node.output));
}

/** Codes of an activation's bounds: real numbers over the scale, in 32-bit floating point. */
export function clampOf(activation: Activation, type: DataType): { readonly clamp?: readonly [number, number] } {
  const range = valueRange({ ...type, zeroPoint: 0 });
  const [least, largest] = ACTIVATION_BOUNDS[activation].map((bound) => {
    const code = Math.fround(Math.fround(bound / type.scale) + (type.zeroPoint ?? 0));
    return roundHalfToEven(Math.min(Math.max(code, range.min), range.max));
  });
  return least === range.min && largest === range.max ? {} : { clamp: [least, largest] };
}
