import type { Padding, Shape } from '../../../layer-fields.js';
import { NO_PADDING } from '../../../windows.js';
import type { Graph, Step } from '../graph.js';
import { Node } from '../node.js';
import type { Tensor } from '../tensor.js';
import { isMap } from './places.js';
import type { Codes, View } from './signal.js';
import type { Constants } from './weights.js';

/** What sums are made of: an operator, the codes that it reads, and how they lie in the graph. */
export interface Reading {
  readonly graph: Graph;
  readonly constants: Constants;
  readonly step: Step;
  readonly codes: Codes;
  readonly view: View;
}

/** An operator with what is known of the tensors that it reads. */
export function nodeOf({ types }: Graph, { operator, error }: Step): Node {
  return new Node(
    operator,
    operator.inputs.map((name) => types.get(name)),
    error,
  );
}

/** The map that an operator reads, as it is in the network. */
export function mapOf({ view, codes, step }: Reading): Shape {
  const { top, left, bottom, right } = view.padding ?? NO_PADDING;
  const [batch, channels, height, width] = view.shape;
  const shape = [batch, channels, height - top - bottom, width - left - right];
  if (view.shape.length === 4 && isMap({ shape, places: view.places }, codes.shape)) return codes.shape;
  throw step.error(`reads [${view.shape}], which is no map of the network, allowed: batch, channels, height, width`);
}

/** The constant that is added to each output; 0 where there is none. */
export function biasesOf({ constants, step }: Reading, index: number, outputs: number): Float64Array {
  const name = step.operator.inputs[index] ?? '';
  if (name === '') return new Float64Array(outputs);
  const bias: Tensor | undefined = constants.get(name);
  const isRow =
    bias !== undefined &&
    [1, outputs].includes(bias.data.length) &&
    bias.shape.slice(0, -1).every((size) => size === 1);
  if (bias === undefined || !isRow) throw step.error(`the bias is no constant of ${outputs} numbers`);
  return Float64Array.from({ length: outputs }, (_, row) => bias.data[bias.data.length === 1 ? 0 : row]);
}

/** As the network file has it. */
export function paddingField(padding: Padding): { readonly padding?: Padding } {
  return Object.values(padding).every((side) => side === 0) ? {} : { padding };
}
