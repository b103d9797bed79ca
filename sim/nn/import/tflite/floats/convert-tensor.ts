import type { Activation } from '../activation.js';
import type { Tensor } from '../model.js';
import type { Node } from '../node.js';
import { ADD, CONCATENATION, POOL_2D, SOFTMAX } from '../schema.js';
import { allInputs, concatenationAxis, meanIsFlat, paddedSides, poolWindows } from '../tensor-options.js';
import { activationLayers, boundedLayers, fusedActivationLayers } from './activation.js';
import type { ConvertedFloats, UnnamedLayer } from './converted.js';

export function convertAdd(node: Node): ConvertedFloats {
  return reading([node.input(0), node.input(1)], { op: 'floatAdd' }, boundedLayers(node, ADD.activation));
}

export function convertPool(node: Node): ConvertedFloats {
  const op = node.name === 'MAX_POOL_2D' ? 'floatMaxPool' : 'floatAveragePool';
  return reading([node.input(0)], { op, ...poolWindows(node) }, fusedActivationLayers(node, POOL_2D.activation));
}

export function convertConcatenation(node: Node): ConvertedFloats {
  const layer = { op: 'floatConcat', axis: concatenationAxis(node) };
  return reading(allInputs(node), layer, fusedActivationLayers(node, CONCATENATION.activation));
}

export function convertMean(node: Node): ConvertedFloats {
  return reading([node.input(0)], { op: 'floatMean', flat: meanIsFlat(node) });
}

export function convertPad(node: Node): ConvertedFloats {
  return reading([node.input(0)], { op: 'floatPad', padding: paddedSides(node) });
}

export function convertReshape(node: Node): ConvertedFloats {
  return reading([node.input(0)], { op: 'floatReshape', shape: node.shapeOf(node.output) });
}

export function convertSoftmax(node: Node): ConvertedFloats {
  const beta = node.options.float32(SOFTMAX.beta);
  if (beta !== 1) throw node.error(`found beta ${beta}, allowed: 1`);
  return reading([node.input(0)], { op: 'floatSoftmax' });
}

export function convertActivation(node: Node): ConvertedFloats {
  return { layers: activationLayers(node.name as Activation), inputs: [node.input(0)] };
}

/** Codes of other scales stand for the same numbers. */
export function convertQuantize(node: Node): ConvertedFloats {
  return { layers: [], inputs: [node.input(0)] };
}

function reading(
  inputs: readonly Tensor[],
  layer: UnnamedLayer['layer'],
  behind: readonly UnnamedLayer[] = [],
): ConvertedFloats {
  return { layers: [{ layer }, ...behind], inputs };
}
