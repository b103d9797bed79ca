import type { RescaleLayer } from '../../../tensor-layers.js';
import type { Activation } from '../activation.js';
import type { Node } from '../node.js';
import { ADD, CONCATENATION, POOL_2D, SOFTMAX } from '../schema.js';
import { allInputs, concatenationAxis, meanIsFlat, paddedSides, poolWindows } from '../tensor-options.js';
import { clampOf, fusedClamp } from './activation.js';
import type { Converted } from './converted.js';

export function convertAdd(node: Node): Converted {
  const inputs = [node.input(0), node.input(1)];
  const activation = node.typeOf(node.output);
  return { layer: { op: 'add', activation, ...fusedClamp(node, ADD.activation) }, inputs };
}

export function convertAveragePool(node: Node): Converted {
  return { layer: { op: 'averagePool', ...poolOf(node), division: 'nearest' }, inputs: [node.input(0)] };
}

export function convertMaxPool(node: Node): Converted {
  return { layer: { op: 'integerMaxPool', ...poolOf(node) }, inputs: [node.input(0)] };
}

function poolOf(node: Node) {
  const windows = poolWindows(node);
  requireOneType(node);
  return { ...windows, ...fusedClamp(node, POOL_2D.activation) };
}

export function convertConcatenation(node: Node): Converted {
  const { clamp } = fusedClamp(node, CONCATENATION.activation);
  if (clamp !== undefined) throw node.error('found a fused activation, allowed: NONE');
  const axis = concatenationAxis(node);
  requireOneType(node);
  return { layer: { op: 'concat', axis }, inputs: allInputs(node) };
}

export function convertMean(node: Node): Converted {
  const flat = meanIsFlat(node);
  return { layer: { op: 'mean', activation: node.typeOf(node.output), flat }, inputs: [node.input(0)] };
}

export function convertPad(node: Node): Converted {
  const padding = paddedSides(node);
  requireOneType(node);
  return { layer: { op: 'pad', padding }, inputs: [node.input(0)] };
}

export function convertReshape(node: Node): Converted {
  requireOneType(node);
  return { layer: { op: 'reshape', shape: node.shapeOf(node.output) }, inputs: [node.input(0)] };
}

export function convertSoftmax(node: Node): Converted {
  const beta = node.options.float32(SOFTMAX.beta);
  const activation = node.typeOf(node.output);
  return { layer: { op: 'softmax', beta, activation }, inputs: [node.input(0)] };
}

/** XNNPACK converts between scales of one type; TensorFlow Lite's own kernel does it between types. */
export function convertQuantize(node: Node): Converted {
  const oneType = node.typeOf(node.input(0)).encoding === node.typeOf(node.output).encoding;
  return rescaled(node, 'NONE', oneType ? 'coarse' : 'fine');
}

export function convertActivation(node: Node): Converted {
  return rescaled(node, node.name as Activation, 'fine');
}

function rescaled(node: Node, bounds: Activation, precision: RescaleLayer['precision']): Converted {
  const activation = node.typeOf(node.output);
  return { layer: { op: 'rescale', activation, ...clampOf(bounds, activation), precision }, inputs: [node.input(0)] };
}

/** What only moves codes or chooses among them has one type. */
function requireOneType(node: Node): void {
  const output = node.typeOf(node.output);
  const { scale, zeroPoint, encoding } = node.typeOf(node.input(0));
  if (scale === output.scale && zeroPoint === output.zeroPoint && encoding === output.encoding) return;
  const found = `scale ${scale} and zero point ${zeroPoint} become ${output.scale} and ${output.zeroPoint}`;
  throw node.error(`${found}, allowed: an output of the input's type`);
}
