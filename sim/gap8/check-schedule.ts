import { allowedNames } from '../core/input/nearest.js';
import { showName } from '../core/input/show.js';
import { type Budgets, budgetProblems } from './budgets.js';
import { type Gap8Layer, type Gap8Network, hasWeights, NETWORK_INPUT, slides, tensorsOf } from './layers.js';
import { bodyCount } from './plan/body-count.js';
import {
  type LayerSchedule,
  needsIm2col,
  operandsOf,
  type Schedule,
  type ScheduleProblem,
  type SlabSizes,
  type TensorName,
  type TileSizes,
} from './schedule.js';

/** Tiles of all layers together. */
const MOST_TILES = 2 ** 17;

/** Everything that keeps a schedule from running a network within the budgets, the most basic first. */
export function scheduleProblems(schedule: Schedule, network: Gap8Network, budgets: Budgets): ScheduleProblem[] {
  if (schedule.network !== network.name) {
    return [{ path: ['network'], message: `found ${showName(schedule.network)}, allowed: ${network.name}` }];
  }
  const stages = [layerNameProblems, layerProblems, tileCountProblems, placementProblems, tensorProblems];
  for (const stage of stages) {
    const problems = stage(schedule, network);
    if (problems.length > 0) return problems;
  }
  return budgetProblems(schedule, network, budgets);
}

function layerNameProblems({ layers }: Schedule, network: Gap8Network): ScheduleProblem[] {
  const count = network.layers.length;
  if (layers.length !== count) {
    const message = `found ${layers.length} layers, allowed: the ${count} of ${network.name}`;
    return [{ path: ['layers'], message }];
  }
  return layers.flatMap(({ layer }, index) => {
    const { name } = network.layers[index];
    return layer === name
      ? []
      : [{ path: ['layers', index, 'layer'], message: `found ${showName(layer)}, allowed: ${name}, the next layer` }];
  });
}

/** Sizes by which the tiles of a layer can be cut. */
const CUTS: Readonly<Record<Gap8Layer['op'], readonly (keyof TileSizes)[]>> = {
  convolution: ['channels', 'inChannels', 'rows'],
  depthwise: ['channels', 'rows'],
  pointwise: ['channels', 'pixels'],
  averagePool: ['channels', 'rows'],
  maxPool: ['channels', 'rows'],
  add: ['elements'],
  concat: ['elements'],
  scale: ['elements'],
  fullyConnected: ['channels'],
};

/** Sizes that slabs can have. */
const SLAB_SIZES = ['rows', 'pixels', 'elements'] as const satisfies readonly (keyof SlabSizes)[];

function layerProblems({ layers }: Schedule, network: Gap8Network): ScheduleProblem[] {
  return layers.flatMap((own, index) => {
    const layer = network.layers[index];
    return ownProblems(own, layer).map(({ path, message }) => ({ path: ['layers', index, ...path], message }));
  });
}

function ownProblems(own: LayerSchedule, layer: Gap8Layer): ScheduleProblem[] {
  const { op } = layer;
  const problems = [...cutProblems('tile', own.tile, layer), ...cutProblems('slab', own.slab, layer)];
  for (const key of SLAB_SIZES) {
    const [slab, tile] = [own.slab[key], own.tile[key]];
    if (slab !== undefined && (tile === undefined || slab < tile)) {
      problems.push({ path: ['slab', key], message: `found ${slab}, allowed: at least the tile's ${key}` });
    }
  }
  if (own.weights === 'L3' && (op === 'depthwise' || !hasWeights(layer))) {
    problems.push({ path: ['weights'], message: `found L3, allowed: L2 in a layer of the kind ${op}` });
  }
  if (own.im2col !== needsIm2col(layer) && !(op === 'convolution' && slides(layer))) {
    const wanted = needsIm2col(layer) ? 'true, its window cannot be slid' : 'false in layers that are no convolutions';
    problems.push({ path: ['im2col'], message: `found ${own.im2col}, allowed: ${wanted}` });
  }
  const operands = operandsOf(layer);
  const sorted = (names: readonly string[]) => [...names].sort().join(', ');
  if (sorted(own.operands) !== sorted(operands)) {
    problems.push({
      path: ['operands'],
      message: `found ${own.operands.join(', ')}, allowed: ${operands.join(', ')}, in any order`,
    });
  }
  return problems;
}

function cutProblems(part: 'tile' | 'slab', sizes: TileSizes | SlabSizes, { op }: Gap8Layer): ScheduleProblem[] {
  const cuts: readonly string[] = part === 'tile' ? CUTS[op] : SLAB_SIZES.filter((size) => CUTS[op].includes(size));
  const message = (key: string) => {
    if (cuts.length === 0) return `a layer of the kind ${op} has no slabs`;
    const what = part === 'tile' ? 'is not cut' : 'has no slabs';
    return `a layer of the kind ${op} ${what} by ${key}, ${allowedNames(key, cuts)}`;
  };
  return Object.keys(sizes)
    .filter((key) => !cuts.includes(key))
    .map((key) => ({ path: [part, key], message: message(key) }));
}

/** All tiles are unrolled, which takes about a second for a hundred thousand. */
function tileCountProblems({ layers }: Schedule, network: Gap8Network): ScheduleProblem[] {
  let before = 0;
  for (const [index, own] of layers.entries()) {
    const count = bodyCount(network.layers[index], own);
    if (before + count > MOST_TILES) {
      const found = `${own.layer}: found ${count} tiles, and ${before} in the layers before`;
      return [{ path: ['layers', index, 'tile'], message: `${found}, allowed: at most ${MOST_TILES} in all` }];
    }
    before += count;
  }
  return [];
}

/** A map lies in one memory from the layer that writes it to the last that reads it. */
function placementProblems({ layers }: Schedule, network: Gap8Network): ScheduleProblem[] {
  const memories = new Map(layers.map(({ layer, output }) => [layer, output]));
  return layers.flatMap(({ inputs, layer }, index) => {
    const read = network.layers[index].inputs;
    if (inputs.length !== read.length) {
      const message = `${layer}: found ${inputs.length} memories, allowed: ${read.length}, one for each map that it reads`;
      return [{ path: ['layers', index, 'input'], message }];
    }
    return read.flatMap(({ name }, place) => {
      const [source, expected] =
        name === NETWORK_INPUT ? ['the input of the network lies', 'L3'] : [`${name} leaves it`, memories.get(name)];
      if (inputs[place] === expected) return [];
      const message = `${layer}: found ${inputs[place]}, allowed: ${expected}, where ${source}`;
      return [{ path: ['layers', index, 'input', ...(read.length > 1 ? [place] : [])], message }];
    });
  });
}

/** Tensors that are requested have to be there when their layer begins. Requests are served in order. */
function tensorProblems({ layers }: Schedule, network: Gap8Network): ScheduleProblem[] {
  const requested: string[] = [];
  let arrived = 0;
  return layers.flatMap((own, index) => {
    const problems: ScheduleProblem[] = [];
    const report = (key: 'fetch' | 'await', position: number, name: TensorName, message: string) =>
      problems.push({ path: ['layers', index, key, position], message: `${textOf(name)}: ${message}` });
    for (const [position, name] of own.fetch.entries()) {
      const problem = requested.includes(textOf(name))
        ? 'is fetched twice'
        : fetchProblem(name, index, layers, network);
      if (problem !== undefined) report('fetch', position, name, problem);
      requested.push(textOf(name));
    }
    for (const [position, name] of own.await.entries()) {
      const place = requested.indexOf(textOf(name));
      if (place < 0) report('await', position, name, 'is not fetched before');
      arrived = Math.max(arrived, place + 1);
    }
    const late = requested.slice(arrived).find((text) => text.startsWith(`${own.layer}.`));
    if (late !== undefined) {
      problems.push({
        path: ['layers', index],
        message: `${own.layer}: ${late} is fetched, but not waited for before it`,
      });
    }
    return problems;
  });
}

function fetchProblem(
  { layer, tensor }: TensorName,
  index: number,
  layers: readonly LayerSchedule[],
  network: Gap8Network,
): string | undefined {
  const names = layers.map((own) => own.layer);
  const owner = names.indexOf(layer);
  if (owner < 0) return `no layer ${showName(layer)}, ${allowedNames(layer, names)}`;
  if (!tensorsOf(network.layers[owner]).includes(tensor)) return `${layer} has none`;
  if (owner < index) return `${layer} has run before`;
  return tensor === 'weights' && layers[owner].weights === 'L3' ? 'are streamed from L3' : undefined;
}

function textOf({ layer, tensor }: TensorName): string {
  return `${layer}.${tensor}`;
}
