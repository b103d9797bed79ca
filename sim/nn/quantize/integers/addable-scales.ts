import type { DataType } from '../../data-type.js';
import { LEAST_SUM_RATIO, SUM_RATIO_LIMIT } from '../../sum-ratios.js';
import type { FusedLayer } from './fuse.js';

/** A scale that has to be below a limit is so much below it. */
const BELOW = 1 - 2 ** -10;

/**
 * The same types with scales made coarser where those of a sum are too far apart to be added: of a side that is next to nothing beside
 * the sum, or of a sum whose sides cancel.
 * @param groups of tensors that share a type, by name
 */
export function addableScales(
  types: ReadonlyMap<string, DataType>,
  fused: readonly FusedLayer[],
  groups: ReadonlyMap<string, unknown>,
): ReadonlyMap<string, DataType> {
  const found = new Map(types);
  const scaleOf = (name: string) => found.get(name)!.scale;
  const raise = (name: string, least: number) => {
    if (scaleOf(name) >= least) return;
    const sharing = [...found.keys()].filter((other) => groups.get(other) === groups.get(name));
    for (const other of sharing) found.set(other, { ...found.get(other)!, scale: least });
  };
  const sums = fused.filter(({ layer }) => layer.op === 'floatAdd');
  // Sums before those that read them, then these before what they read: a scale that is raised may raise others.
  for (const { layer, inputs } of sums) {
    for (const input of inputs) raise(layer.name, scaleOf(input) / (SUM_RATIO_LIMIT * BELOW));
  }
  for (const { layer, inputs } of [...sums].reverse()) {
    for (const input of inputs) raise(input, scaleOf(layer.name) * LEAST_SUM_RATIO);
  }
  return found;
}
