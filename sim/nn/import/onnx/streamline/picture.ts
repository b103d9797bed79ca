import type { Shape } from '../../../layer-fields.js';
import { elements } from '../../../network.js';
import type { Graph } from '../graph.js';
import { canonicalPlaces } from './places.js';
import type { View } from './signal.js';

/** The graph's input, and the shape that it has in the network. */
export interface PictureView extends View {
  readonly picture: { readonly shape: Shape };
}

/** How the graph's input lies in the network. @throws InputError where it is no picture or vector */
export function pictureView(graph: Graph): PictureView {
  const [{ shape }] = graph.inputs;
  if (shape[0] !== 1 || shape.length > 4) {
    throw graph.error(`the input is [${shape}], allowed: one picture or vector`);
  }
  const [, first, second, third] = shape;
  const isLast = channelsComeLast(graph);
  const map = isLast ? [first, second, third] : [second, third, first];
  const picture = { shape: shape.length === 4 ? map : [elements(shape)] };
  return { shape, picture, places: canonicalPlaces(isLast ? [elements(shape)] : picture.shape) };
}

/** In pictures channels come first, unless the graph itself brings them there. */
function channelsComeLast({ inputs: [{ name, shape }], steps }: Graph): boolean {
  const readers = new Set([name]);
  return (
    shape.length === 4 &&
    steps.some(({ operator: { type, inputs, outputs, attributes } }) => {
      if (!readers.has(inputs[0])) return false;
      if (type === 'QuantizeLinear' || type === 'DequantizeLinear') readers.add(outputs[0]);
      const order = attributes.get('perm');
      return type === 'Transpose' && order?.kind === 'INTS' && order.value.join() === '0,3,1,2';
    })
  );
}
