import type { Layer, Network } from '../network.js';

/**
 * Into how many parts the channels of each tensor are split, by its name: a common multiple of the groups of the convolutions
 * that read and write it, so that each of their groups has whole parts. A max pool has those of what it reads.
 */
export function channelParts({ layers }: Network): ReadonlyMap<string, number> {
  const parts = new Map<string, number>();
  const partsOf = (name: string) => parts.get(name) ?? 1;
  for (const layer of [...layers].reverse()) {
    parts.set(layer.name, leastCommonMultiple(partsOf(layer.name), groupsOf(layer)));
    const needed = layer.op === 'maxPool' ? partsOf(layer.name) : groupsOf(layer);
    parts.set(layer.inputs[0], leastCommonMultiple(partsOf(layer.inputs[0]), needed));
  }
  for (const { name, op, inputs } of layers) {
    if (op === 'maxPool') parts.set(name, partsOf(inputs[0]));
  }
  return parts;
}

function groupsOf(layer: Layer): number {
  return layer.op === 'convolution' ? layer.groups : 1;
}

function leastCommonMultiple(a: number, b: number): number {
  let multiple = a;
  while (multiple % b !== 0) multiple += a;
  return multiple;
}
