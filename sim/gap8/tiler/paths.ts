import {
  type Gap8Layer,
  type Gap8Network,
  hasWeights,
  inputMapsBytes,
  NETWORK_INPUT,
  outputMapBytes,
  type Tensor,
  tensorBytes,
  tensorsOf,
} from '../layers.js';
import { aligned } from '../memory/lay-out.js';
import { lastReaders } from '../memory/residents.js';
import { contiguous } from '../plan/streams.js';
import type { LayerSchedule, Memory, TensorName } from '../schedule.js';
import type { LayerSearch } from './layer-search.js';

/** A map that lies somewhere between two layers. */
interface LiveMap {
  readonly memory: Memory;
  readonly bytes: number;
}

/** The best schedule up to a boundary between two layers, with what lies where there. */
interface Path {
  readonly cycles: number;
  readonly layers: readonly LayerSchedule[];
  /** Maps that layers behind the boundary read, by name. */
  readonly live: ReadonlyMap<string, LiveMap>;
  /** Where the weights of the layer behind come from: in L2 they are requested while the layer before runs. */
  readonly weights: Memory;
}

/** Layers of the fastest path and the cycles of them together, or the first layer that fits in no way. */
export type Found =
  | { readonly layers: readonly LayerSchedule[]; readonly cycles: number; readonly misfit?: never }
  | { readonly misfit: string; readonly layers?: never; readonly cycles?: never };

const MEMORIES: readonly Memory[] = ['L2', 'L3'];
/** Paths to a boundary that are followed: the fastest, and the one that leaves most of L2. */
const KEPT_PATHS = 24;

/**
 * Dynamic programming over what lies in L2 between two layers. Each map lies in one memory from the layer that writes it to the last
 * that reads it. Of the paths to a boundary at which the same lies in the same places, the fastest is followed.
 * @param l2Bytes what maps, tensors and what is on its way may take of L2 together
 */
export function bestPath(network: Gap8Network, search: LayerSearch, l2Bytes: number): Found {
  const { layers } = network;
  const last = lastReaders(network);
  const [inputBytes] = inputMapsBytes(layers[0]);
  const start = new Map([[NETWORK_INPUT, { memory: 'L3' as const, bytes: inputBytes }]]);
  let paths = placesOfWeights(layers[0]).map((weights): Path => ({ cycles: 0, layers: [], live: start, weights }));
  for (const [index, layer] of layers.entries()) {
    const next = layers[index + 1];
    const ahead = new Map<string, Path>();
    for (const path of paths) {
      for (const output of MEMORIES) {
        for (const weights of placesOfWeights(next)) {
          const step = scheduleLayer(search, layer, next, { path, output, weights, l2Bytes, isFirst: index === 0 });
          if (step === undefined) continue;
          const all = new Map(path.live).set(layer.name, { memory: output, bytes: outputMapBytes(layer) });
          const live = new Map([...all].filter(([name]) => last.get(name)! > index));
          const key = [weights, ...[...live].map(([name, { memory }]) => `${name} ${memory}`)].join(' ');
          const cycles = path.cycles + step.cycles;
          if ((ahead.get(key)?.cycles ?? Number.POSITIVE_INFINITY) <= cycles) continue;
          ahead.set(key, { cycles, layers: [...path.layers, step.schedule], live, weights });
        }
      }
    }
    if (ahead.size === 0) return { misfit: layer.name };
    paths = fastest([...ahead.values()]);
  }
  return { layers: paths[0].layers, cycles: paths[0].cycles };
}

/** The fastest paths in order, and at their end the one that takes least of L2. */
function fastest(paths: readonly Path[]): Path[] {
  const sorted = [...paths].sort((a, b) => a.cycles - b.cycles);
  const kept = sorted.slice(0, KEPT_PATHS);
  const smallest = sorted.reduce((least, path) => (l2BytesOf(path) < l2BytesOf(least) ? path : least));
  return kept.includes(smallest) ? kept : [...kept, smallest];
}

function l2BytesOf({ live }: Pick<Path, 'live'>): number {
  return [...live.values()].reduce((sum, { memory, bytes }) => (memory === 'L2' ? sum + aligned(bytes) : sum), 0);
}

/** Weights can be streamed, but for those of depthwise layers, which are small. */
function placesOfWeights(layer: Gap8Layer | undefined): readonly Memory[] {
  return layer === undefined || layer.op === 'depthwise' || !hasWeights(layer) ? ['L2'] : MEMORIES;
}

/** The tensors of a layer that are fetched before it runs. */
function fetchedTensors(layer: Gap8Layer | undefined, weights: Memory): Tensor[] {
  return layer === undefined ? [] : tensorsOf(layer).filter((tensor) => tensor !== 'weights' || weights === 'L2');
}

interface Choice {
  readonly path: Path;
  /** Where the layer leaves its map. */
  readonly output: Memory;
  /** Where the weights of the layer behind come from. */
  readonly weights: Memory;
  readonly l2Bytes: number;
  readonly isFirst: boolean;
}

function scheduleLayer(
  search: LayerSearch,
  layer: Gap8Layer,
  next: Gap8Layer | undefined,
  { path, output, weights, l2Bytes, isFirst }: Choice,
) {
  const own = fetchedTensors(layer, path.weights);
  const coming = fetchedTensors(next, weights);
  const bytesOf = (of: Gap8Layer | undefined, tensors: readonly Tensor[]) =>
    tensors.map((tensor) => tensorBytes(of!, tensor));
  const sizes = [...bytesOf(layer, own), ...bytesOf(next, coming), output === 'L2' ? outputMapBytes(layer) : 0];
  const stagingBytes = l2Bytes - l2BytesOf(path) - sizes.reduce((sum, bytes) => sum + aligned(bytes), 0);
  if (stagingBytes < 0) return undefined;
  const found = search.best(layer, {
    inputs: layer.inputs.map(({ name }) => path.live.get(name)!.memory),
    output,
    weights: path.weights,
    stagingBytes,
    own: isFirst ? bytesOf(layer, own).map(contiguous) : [],
    coming: bytesOf(next, coming).map(contiguous),
  });
  if (found === undefined) return undefined;
  const named = (of: Gap8Layer | undefined, tensors: readonly Tensor[]): TensorName[] =>
    tensors.map((tensor) => ({ layer: of!.name, tensor }));
  const names = { own: named(layer, own), coming: named(next, coming) };
  const fetch = isFirst ? [...names.own, ...names.coming] : names.coming;
  return { ...found, schedule: { ...found.schedule, fetch, await: names.own } };
}
