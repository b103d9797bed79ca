import { InputError } from '../../core/input/input-error.js';
import {
  type Gap8Layer,
  type Gap8Network,
  inputMapBytes,
  outputMapBytes,
  type Tensor,
  tensorBytes,
  tensorsOf,
} from '../layers.js';
import { budgetsOf, type Gap8Board, kernelPartsOf, timingOf } from '../machine.js';
import { contiguous } from '../plan/streams.js';
import type { LayerSchedule, Memory, Schedule, TensorName } from '../schedule.js';
import { LayerSearch } from './layer-search.js';

/** What lies where between two layers. */
interface Boundary {
  /** The map between them. */
  readonly map: Memory;
  /** Where the weights of the layer behind come from: in L2 they are requested while the layer before runs. */
  readonly weights: Memory;
}

/** The best schedule up to a boundary. */
interface Path {
  readonly cycles: number;
  readonly layers: readonly LayerSchedule[];
}

const MEMORIES: readonly Memory[] = ['L2', 'L3'];

/**
 * A schedule with few modelled cycles within the board's budgets. Each layer is cut by a search over its tiles, slabs and
 * buffers; which maps stay in L2, and which weights are fetched ahead instead of streamed, is settled over all layers at once
 * (dynamic programming over what lies in L2 between two layers). Small tensors are fetched while the layer before runs, and
 * every request and wait lies in the window of a layer.
 * @throws InputError where a layer fits in no way
 */
export function ownSchedule(network: Gap8Network, board: Gap8Board): Schedule {
  const { l1Bytes, l2Bytes } = budgetsOf(board);
  const search = new LayerSearch(timingOf(board, kernelPartsOf(board)), l1Bytes);
  const { layers } = network;
  let paths = new Map<string, { readonly boundary: Boundary; readonly path: Path }>();
  for (const weights of placesOfWeights(layers[0])) {
    paths.set(weights, { boundary: { map: 'L3', weights }, path: { cycles: 0, layers: [] } });
  }
  for (const [index, layer] of layers.entries()) {
    const next = layers[index + 1];
    const ahead: typeof paths = new Map();
    for (const { boundary: before, path } of paths.values()) {
      for (const behind of boundariesBefore(next)) {
        const found = scheduleLayer(search, layer, next, before, behind, { l2Bytes, isFirst: index === 0 });
        if (found === undefined) continue;
        const cycles = path.cycles + found.cycles;
        const key = `${behind.map} ${behind.weights}`;
        const known = ahead.get(key);
        if (known !== undefined && known.path.cycles <= cycles) continue;
        ahead.set(key, { boundary: behind, path: { cycles, layers: [...path.layers, found.schedule] } });
      }
    }
    if (ahead.size === 0) {
      throw new InputError(
        `${layer.name}: no tiles of it fit, allowed: ${l1Bytes} bytes of L1 and ${l2Bytes} of L2 on ${board.name}`,
      );
    }
    paths = ahead;
  }
  const [best] = [...paths.values()].sort((a, b) => a.path.cycles - b.path.cycles);
  return Object.freeze({
    name: `own-${network.name}`,
    network: network.name,
    source: `qcycle's tiler for ${board.name}`,
    mergeLines: true,
    eagerRefill: false,
    timedFetches: true,
    layers: best.path.layers,
  });
}

/** Weights can be streamed, but for those of depthwise layers, which are small. */
function placesOfWeights({ op }: Gap8Layer): readonly Memory[] {
  return op === 'depthwise' || op === 'averagePool' ? ['L2'] : MEMORIES;
}

function boundariesBefore(next: Gap8Layer | undefined): Boundary[] {
  const weights = next === undefined ? (['L2'] as const) : placesOfWeights(next);
  return MEMORIES.flatMap((map) => weights.map((memory) => ({ map, weights: memory })));
}

/** The tensors of a layer that are fetched before it runs. */
function fetchedTensors(layer: Gap8Layer | undefined, weights: Memory): Tensor[] {
  return layer === undefined ? [] : tensorsOf(layer).filter((tensor) => tensor !== 'weights' || weights === 'L2');
}

function scheduleLayer(
  search: LayerSearch,
  layer: Gap8Layer,
  next: Gap8Layer | undefined,
  before: Boundary,
  behind: Boundary,
  { l2Bytes, isFirst }: { readonly l2Bytes: number; readonly isFirst: boolean },
) {
  const own = fetchedTensors(layer, before.weights);
  const coming = fetchedTensors(next, behind.weights);
  const bytesOf = (of: Gap8Layer | undefined, tensors: readonly Tensor[]) =>
    tensors.map((tensor) => tensorBytes(of!, tensor));
  const sizes = [...bytesOf(layer, own), ...bytesOf(next, coming)];
  const maps = (before.map === 'L2' ? inputMapBytes(layer) : 0) + (behind.map === 'L2' ? outputMapBytes(layer) : 0);
  const stagingBytes = l2Bytes - maps - sizes.reduce((sum, bytes) => sum + bytes, 0);
  if (stagingBytes < 0) return undefined;
  const found = search.best(layer, {
    input: before.map,
    output: behind.map,
    weights: before.weights,
    stagingBytes,
    requests: bytesOf(next, coming).map(contiguous),
  });
  if (found === undefined) return undefined;
  const named = (of: Gap8Layer | undefined, tensors: readonly Tensor[]): TensorName[] =>
    tensors.map((tensor) => ({ layer: of!.name, tensor }));
  const names = { own: named(layer, own), coming: named(next, coming) };
  const fetch = isFirst ? [...names.own, ...names.coming] : names.coming;
  return { ...found, schedule: { ...found.schedule, fetch, await: names.own } };
}
