import type { Shape } from '../../../layer-fields.js';
import { elements } from '../../../network.js';
import type { Step } from '../graph.js';
import { tensorOf } from '../tensor.js';
import type { View } from './signal.js';

/** Operators that move elements and do nothing to them. */
export const LAYOUT_OPERATORS: readonly string[] = [
  ...['Dropout', 'Flatten', 'Identity', 'Reshape', 'Squeeze', 'Transpose', 'Unsqueeze'],
];

/** Places of a tensor of the graph that is [1, channels, height, width], or features behind sizes of 1. */
export function canonicalPlaces(shape: Shape): Int32Array {
  if (shape.length !== 3) return Int32Array.from({ length: elements(shape) }, (_, place) => place);
  const [height, width, channels] = shape;
  const pixels = height * width;
  return Int32Array.from(
    { length: elements(shape) },
    (_, place) => (place % pixels) * channels + Math.floor(place / pixels),
  );
}

/** Whether the tensor is a map [1, channels, height, width] of a network's map. */
export function isMap({ shape, places }: View, map: Shape): boolean {
  if (map.length !== 3 || shape.join() !== [1, map[2], map[0], map[1]].join()) return false;
  return canonicalPlaces(map).every((place, index) => place === places[index]);
}

/** The tensor behind an operator that moves its elements. */
export function moved<Kind extends View>(view: Kind, { run }: Step): Kind {
  const { shape, places } = view;
  const input = tensorOf({ type: 'FLOAT', shape }, 'double', (place) => places[place]);
  const [result] = run([input], 'double');
  return { ...view, shape: result.shape, places: Int32Array.from(result.data) };
}
