import type { DataType } from '../../data-type.js';
import type { Network } from '../../network.js';
import { addableScales } from './addable-scales.js';
import { type Calibration, showTensors } from './calibrate.js';
import type { FusedLayer } from './fuse.js';
import type { IntegerBits, IntegerScheme, TypeFinder } from './scheme.js';
import { typeGroups } from './type-groups.js';

/** Scores always have so many bits: they are compared, and not computed with. */
const SCORE_BITS = 8;
const SOFTMAX_TYPE: DataType = { bits: 8, encoding: 'unsigned', scale: 1 / 256, narrow: false };

/**
 * The type of every tensor, by the name of the fused layer that gives it or `input`, from what the tensors are for a
 * calibration set.
 * @param fused the layers of the network
 * @throws InputError if a layer has no parameters
 */
export function findTypes(
  network: Network,
  fused: readonly FusedLayer[],
  scheme: IntegerScheme,
  bits: IntegerBits,
  calibration: Calibration,
): ReadonlyMap<string, DataType> {
  const groups = typeGroups(fused, scheme);
  const last = groups.get(fused[fused.length - 1].layer.name);
  const softmaxes = fused.flatMap(({ layer }) => (layer.op === 'floatSoftmax' ? layer.name : []));
  const outputs = new Map(fused.map(({ layer, output }) => [layer.name, output]));
  const finders = new Map<TypeFinder, readonly string[]>();
  /** Who is shown what a layer of the network gives. */
  const observers = new Map<string, (values: Float32Array) => void>();
  for (const group of new Set(groups.values())) {
    const members = [...groups.keys()].filter((name) => groups.get(name) === group && !softmaxes.includes(name));
    if (members.length === 0) continue;
    const ofInput = members.includes('input');
    const finder = scheme.findType(
      members.length,
      group === last ? SCORE_BITS : ofInput ? bits.inputs : bits.activations,
    );
    finders.set(finder, members);
    members.forEach((name, member) => {
      observers.set(outputs.get(name) ?? name, (values) => finder.see(member, values));
    });
  }
  do {
    showTensors(network, new Set(observers.keys()), calibration, (name, values) => observers.get(name)!(values));
  } while ([...finders.keys()].map((finder) => finder.again()).includes(true));
  const types = new Map([
    ...[...finders].flatMap(([finder, members]) => members.map((name) => [name, finder.type()] as const)),
    ...softmaxes.map((name) => [name, SOFTMAX_TYPE] as const),
  ]);
  return scheme.addition === 'scale' ? addableScales(types, fused, groups) : types;
}
