import { type FusedLayer, isOnePixel } from './fuse.js';
import type { IntegerScheme } from './scheme.js';

/** Layers that give the numbers that they read, or some of them. */
const KEEPING: readonly string[] = ['floatMaxPool', 'floatConcat', 'floatPad', 'floatReshape'];

/**
 * Tensors that have one type because a layer only moves their numbers or chooses among them: for each tensor (the name of a
 * fused layer, or `input`) the one that stands for its group.
 */
export function typeGroups(layers: readonly FusedLayer[], { division }: IntegerScheme): ReadonlyMap<string, string> {
  const parents = new Map(['input', ...layers.map(({ layer }) => layer.name)].map((name) => [name, name]));
  const find = (name: string): string => (parents.get(name) === name ? name : find(parents.get(name)!));
  for (const { layer, inputs } of layers) {
    const averages = layer.op === 'floatAveragePool' && division.keepsType;
    if (!KEEPING.includes(layer.op) && !averages && !isOnePixel(layer)) continue;
    for (const input of inputs) parents.set(find(input), find(layer.name));
  }
  return new Map([...parents.keys()].map((name) => [name, find(name)]));
}
