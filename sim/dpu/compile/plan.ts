import { InputError } from '../../core/input/input-error.js';
import type { Architecture } from '../architecture.js';
import { FeatureBanks, type Placement } from './banks.js';
import { entriesOf } from './geometry.js';
import type { DpuLayer, Storage, View } from './operations.js';
import { entriesOfRing, RING_NAMES, type RingName, type Tiling, tilings } from './rings.js';

/** How a layer is cut, and where its rings and the tensors that stay in the banks lie. */
export interface LayerPlan {
  readonly layer: DpuLayer;
  readonly tiling: Tiling;
  /** Of those of its tensors that are not in the banks as a whole. */
  readonly rings: Partial<Readonly<Record<RingName, Placement>>>;
  /** Of those that are. */
  readonly resident: ReadonlyMap<Storage, Placement>;
}

/** First and last layer that use a tensor. */
interface Lifetime {
  readonly first: number;
  readonly last: number;
}

/**
 * Where everything lies in the banks. A tensor that is not too large stays there from the layer that writes it to the last that reads
 * it, as a whole, wherever the layers meanwhile can be cut as they would be without it; where they cannot, the largest is given up.
 * @param mayStay whether nobody else reads or writes the tensor
 * @throws InputError for a layer whose rings exceed the banks
 */
export function planBanks(
  layers: readonly DpuLayer[],
  architecture: Architecture,
  mayStay: (storage: Storage) => boolean,
): LayerPlan[] {
  const lifetimes = lifetimesOf(layers);
  const alone = layers.map((layer) => bestAlone(layer, architecture));
  const staying = new Set(
    [...lifetimes.keys()].filter((storage) => mayStay(storage) && fitsBanks(storage, layers, architecture)),
  );
  for (;;) {
    const plans = tryPlan(layers, alone, lifetimes, staying, architecture);
    if (!(plans instanceof Set)) return plans;
    staying.delete(largest(plans, architecture));
  }
}

function viewsOf({ input, other, output }: DpuLayer): View[] {
  return other === undefined ? [input, output] : [input, other, output];
}

function lifetimesOf(layers: readonly DpuLayer[]): Map<Storage, Lifetime> {
  const lifetimes = new Map<Storage, Lifetime>();
  for (const [index, layer] of layers.entries()) {
    for (const { storage } of viewsOf(layer)) {
      lifetimes.set(storage, { first: lifetimes.get(storage)?.first ?? index, last: index });
    }
  }
  return lifetimes;
}

/**
 * The part of a group of banks that a tensor takes at most: what a layer reads and what it writes then fit one group. With a whole
 * group Inception v1 would move 10.1 MB a frame, with half of one 11.9 MB; PG338's bandwidth gives 11.7. (docs/dpu.md)
 */
const PART_OF_GROUP = 1 / 2;

/** Whether a tensor fits its part of a group of banks, and each range of its channels begins with an entry. */
function fitsBanks(storage: Storage, layers: readonly DpuLayer[], architecture: Architecture): boolean {
  const perEntry = architecture.inputChannelParallel.value;
  const uses = layers.filter((layer) => viewsOf(layer).some((view) => view.storage === storage));
  const aligned = uses.every((layer) =>
    viewsOf(layer).every((view) => view.storage !== storage || view.channelOffset % perEntry === 0),
  );
  const isMoved = uses.some(({ move, output }) => move !== undefined && output.storage === storage);
  return (
    aligned && !isMoved && entriesOfStorage(storage, architecture) <= PART_OF_GROUP * architecture.bankEntries.value
  );
}

function entriesOfStorage({ height, width, channels }: Storage, architecture: Architecture): number {
  const { pixelParallel, inputChannelParallel } = architecture;
  return Math.ceil(height / pixelParallel.value) * width * entriesOf(channels, inputChannelParallel.value);
}

function largest(storages: ReadonlySet<Storage>, architecture: Architecture): Storage {
  const size = (storage: Storage) => entriesOfStorage(storage, architecture);
  return [...storages].reduce((most, storage) => (size(storage) > size(most) ? storage : most));
}

/** How a layer is cut where it has the banks for itself. */
function bestAlone(layer: DpuLayer, architecture: Architecture): Tiling {
  for (const tiling of tilings(layer, architecture)) {
    const banks = new FeatureBanks(architecture.featureGroups.value, architecture.bankEntries.value);
    if (banks.takeAll(Object.values(tiling.rings).map(entriesOfRing)) !== undefined) return tiling;
  }
  const { name, input } = layer;
  const shape = `${input.height} x ${input.width} x ${input.channels}`;
  const { featureGroups, bankEntries } = architecture;
  const allowed = `allowed: ${featureGroups.value} groups of ${bankEntries.value} entries a bank`;
  throw new InputError(
    `${name}: the rows that it works on of an input of ${shape} exceed the feature-map banks, ${allowed}`,
  );
}

/** The plan with these tensors in the banks, or those that were in the way of a layer. */
function tryPlan(
  layers: readonly DpuLayer[],
  alone: readonly Tiling[],
  lifetimes: ReadonlyMap<Storage, Lifetime>,
  staying: ReadonlySet<Storage>,
  architecture: Architecture,
): LayerPlan[] | Set<Storage> {
  const banks = new FeatureBanks(architecture.featureGroups.value, architecture.bankEntries.value);
  const resident = new Map<Storage, Placement>();
  const plans: LayerPlan[] = [];
  for (const [index, layer] of layers.entries()) {
    for (const { storage } of viewsOf(layer)) {
      if (!staying.has(storage) || resident.has(storage)) continue;
      const placement = banks.take(entriesOfStorage(storage, architecture));
      if (placement === undefined) return new Set([...resident.keys(), storage]);
      resident.set(storage, placement);
    }
    const tiling = alone[index];
    const names = RING_NAMES.filter((name) => tiling.rings[name] !== undefined && !isResident(layer, name, resident));
    const placements = banks.takeAll(names.map((name) => entriesOfRing(tiling.rings[name]!)));
    if (placements === undefined) return new Set(resident.keys());
    const rings = Object.fromEntries(names.map((name, at) => [name, placements[at]]));
    plans.push({ layer, tiling, rings, resident: new Map(resident) });
    for (const placement of placements) banks.free(placement);
    for (const [storage, placement] of resident) {
      if (lifetimes.get(storage)!.last > index) continue;
      banks.free(placement);
      resident.delete(storage);
    }
  }
  return plans;
}

/** Whether what a ring would hold is in the banks as a whole. */
function isResident(layer: DpuLayer, name: RingName, resident: ReadonlyMap<Storage, Placement>): boolean {
  return name !== 'middle' && layer[name] !== undefined && resident.has(layer[name].storage);
}
