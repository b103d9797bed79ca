import { valueRange } from '../../../data-type.js';
import { ACTIVATION_BOUNDS, type Activation, fusedActivation } from '../activation.js';
import type { Field } from '../flat-table.js';
import { isReal, type Node } from '../node.js';
import type { UnnamedLayer } from './converted.js';

/** The layer of an activation; none where it changes nothing. */
export function activationLayers(activation: Activation): UnnamedLayer[] {
  if (activation === 'NONE') return [];
  if (activation === 'RELU') return [{ layer: { op: 'floatRelu' } }];
  return [{ layer: { op: 'floatClamp', range: ACTIVATION_BOUNDS[activation] } }];
}

/** The layer of an activation that is fused with an operator. */
export function fusedActivationLayers(node: Node, field: Field): UnnamedLayer[] {
  return activationLayers(fusedActivation(node, field));
}

/**
 * The same of an operator that computes new numbers. Where its output has codes that stand for nothing below 0, these are the
 * activation: converters drop a ReLU or ReLU6 that the codes bound anyway.
 */
export function boundedLayers(node: Node, field: Field): UnnamedLayer[] {
  const layers = fusedActivationLayers(node, field);
  if (layers.length > 0 || isReal(node.output)) return layers;
  const type = node.typeOf(node.output);
  const { min, max } = valueRange(type);
  return min === 0 ? [{ layer: { op: 'floatClamp', range: [0, max * type.scale] } }] : [];
}
