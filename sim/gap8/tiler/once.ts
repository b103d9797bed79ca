import type { Gap8Layer } from '../layers.js';
import type { LayerSchedule } from '../schedule.js';

/** What has been computed of a layer, by all that it depends on: not by names. */
export function once(
  known: Map<string, number>,
  [layer, { layer: _, ...schedule }, ...rest]: readonly [Gap8Layer, LayerSchedule, ...unknown[]],
  compute: () => number,
): number {
  const key = JSON.stringify([geometryOf(layer), schedule, ...rest]);
  const value = known.get(key) ?? compute();
  known.set(key, value);
  return value;
}

/** All of a layer but names. */
export function geometryOf({ name: _, inputs, ...geometry }: Gap8Layer) {
  return { ...geometry, inputs: inputs.map(({ channels }) => channels) };
}
