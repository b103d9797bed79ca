import { type OpCost, sumOfCosts } from '../../fabric/index.js';
import type { GraphOption, GraphSpace } from './graph-space.js';

/** A folding of all layers of a graph. */
export interface GraphFolding {
  /** One a layer. */
  readonly options: readonly GraphOption[];
  /** With converters and FIFOs between layers. */
  readonly cost: OpCost;
  /** Cycles of an image that the slowest unit takes alone. */
  readonly intervalCycles: number;
  /** Part of the budget that the scarcest resource takes; above 1 where it does not fit. */
  readonly partOfBudget: number;
}

/** Rounds in which prices are adapted, and how strongly. */
const ROUNDS = 24;
const STEP = 1;
/** How often the layers look at what their neighbours chose. */
const SWEEPS = 3;
/** Of the norm of the parts of the budget that is lowered at last: high, so that the scarcest resource counts most. */
const NORM = 16;

/**
 * Of the foldings whose slowest unit takes at most so many cycles one that takes little of the scarcest resource. Not exact:
 * resources have prices, at which each layer, given its neighbours, takes what is cheapest; what is scarce becomes dearer
 * (multiplicative weights; Arora, Hazan, Kale, Theory of Computing 8, 2012). From the best of all rounds on, layers change one
 * by one as long as the whole takes less.
 * @returns undefined where a layer has no folding that is as fast
 */
export function leastPartOfBudget(space: GraphSpace, intervalCycles: number, budget: OpCost): GraphFolding | undefined {
  const layers = space.layers.map(({ options }) => options.filter(({ cycles }) => cycles <= intervalCycles));
  if (intervalCycles < space.memoryCycles || layers.some((options) => options.length === 0)) return undefined;
  const joints = jointsOf(space);
  let prices = RESOURCES.map((resource) => 1 / Math.max(budget[resource], 1));
  let best: GraphFolding | undefined;
  for (let round = 0; round < ROUNDS; round++) {
    const options = cheapestAt(prices, layers, joints);
    const folding = foldingOf(options, space, joints, budget);
    if (best === undefined || folding.partOfBudget < best.partOfBudget) best = folding;
    const parts = RESOURCES.map((resource) => partOf(folding.cost[resource], budget[resource]));
    prices = prices.map((price, index) => price * Math.exp((STEP * parts[index]) / folding.partOfBudget));
    const sum = prices.reduce((total, price) => total + price, 0);
    prices = prices.map((price) => price / sum);
  }
  return best && foldingOf(improve(best, layers, joints, budget), space, joints, budget);
}

/** The fastest folding within a budget or, where there is none, the one that comes nearest. */
export function fastestWithin(space: GraphSpace, budget: OpCost): GraphFolding {
  return fastestUpTo(space, budget, 1);
}

/** By how much more of the scarcest resource a folding may take than the one that comes nearest to the budget. */
const NEAR = 1.05;

/** The fastest folding within a budget or, where there is none, a fast one of those that come nearest. */
export function fastestNear(space: GraphSpace, budget: OpCost): GraphFolding {
  const best = fastestUpTo(space, budget, 1);
  return best.partOfBudget <= 1 ? best : fastestUpTo(space, budget, NEAR * best.partOfBudget);
}

/** The fastest folding that takes at most a part of the budget or, where there is none, the one that comes nearest. */
function fastestUpTo(space: GraphSpace, budget: OpCost, part: number): GraphFolding {
  const intervals = graphIntervals(space);
  let best = leastPartOfBudget(space, intervals[intervals.length - 1], budget)!;
  let [tooFast, enough] = [-1, intervals.length - 1];
  while (enough - tooFast > 1 && best.partOfBudget <= part) {
    const middle = Math.floor((tooFast + enough) / 2);
    const folding = leastPartOfBudget(space, intervals[middle], budget)!;
    if (folding.partOfBudget > part) {
      tooFast = middle;
    } else {
      enough = middle;
      best = folding;
    }
  }
  return best;
}

/** All intervals that a folding can have, the shortest first. */
export function graphIntervals({ layers, memoryCycles }: GraphSpace): number[] {
  const shortest = layers.map(({ options }) => Math.min(...options.map(({ cycles }) => cycles)));
  const least = Math.max(memoryCycles, ...shortest);
  const all = layers.flatMap(({ options }) => options.map(({ cycles }) => Math.max(cycles, least)));
  return [...new Set(all)].sort((a, b) => a - b);
}

/** What a folding costs, and how fast it is. */
export function graphFolding(options: readonly GraphOption[], space: GraphSpace, budget: OpCost): GraphFolding {
  return foldingOf(options, space, jointsOf(space), budget);
}

const RESOURCES = ['lut', 'bram18', 'dsp'] as const;

/** A stream from a layer to an input of another; -1 is memory. */
interface Joint {
  readonly from: number;
  readonly to: number;
  readonly input: number;
}

interface Joints {
  readonly all: readonly Joint[];
  /** Of each layer those that it writes and reads. */
  readonly ofLayer: readonly (readonly Joint[])[];
  readonly cost: (joint: Joint, options: readonly GraphOption[]) => OpCost;
}

function jointsOf({ layers, imageBits, resultBits, converter, fifo }: GraphSpace): Joints {
  const inner = layers.flatMap(({ reads }, to) => reads.map((from, input): Joint => ({ from, to, input })));
  const all = [...inner, { from: layers.length - 1, to: -1, input: 0 }];
  const known = new Map<number, OpCost>();
  /** The FIFO to memory lies behind the converter. */
  const costOf = (fromBits: number, toBits: number, toMemory: boolean): OpCost => {
    const key = (fromBits * 2 ** 20 + toBits) * 2 + (toMemory ? 1 : 0);
    const found = known.get(key) ?? sumOfCosts([converter(fromBits, toBits), fifo(toMemory ? toBits : fromBits)]);
    known.set(key, found);
    return found;
  };
  return {
    all,
    ofLayer: layers.map((_, index) => all.filter(({ from, to }) => from === index || to === index)),
    cost: ({ from, to, input }, options) =>
      costOf(
        from === -1 ? imageBits : options[from].outputBits,
        to === -1 ? resultBits : options[to].inputBits[input],
        to === -1,
      ),
  };
}

/** Each layer takes what costs least at these prices: first by itself, then with what joins it to its neighbours. */
function cheapestAt(
  prices: readonly number[],
  layers: readonly (readonly GraphOption[])[],
  joints: Joints,
): GraphOption[] {
  const priceOf = ({ lut, bram18, dsp }: OpCost) => prices[0] * lut + prices[1] * bram18 + prices[2] * dsp;
  const chosen = layers.map((options) => leastBy(options, priceOf));
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const before = [...chosen];
    for (const [index, options] of layers.entries()) {
      const withJoints = (option: GraphOption) => {
        chosen[index] = option;
        return joints.ofLayer[index].reduce((sum, joint) => sum + priceOf(joints.cost(joint, chosen)), priceOf(option));
      };
      chosen[index] = leastBy(options, withJoints);
    }
    if (chosen.every((option, index) => option === before[index])) break;
  }
  return chosen;
}

/** Layers change one by one to what lowers the norm of the parts of the budget most, until none does. */
function improve(
  { options, cost }: GraphFolding,
  layers: readonly (readonly GraphOption[])[],
  joints: Joints,
  budget: OpCost,
): GraphOption[] {
  const chosen = [...options];
  const own = (index: number): OpCost =>
    sumOfCosts([chosen[index], ...joints.ofLayer[index].map((joint) => joints.cost(joint, chosen))]);
  const total = { ...cost };
  const add = (part: OpCost, sign: 1 | -1) => {
    for (const resource of RESOURCES) total[resource] += sign * part[resource];
  };
  const norm = (part: OpCost) =>
    RESOURCES.reduce((sum, resource) => sum + partOf(total[resource] + part[resource], budget[resource]) ** NORM, 0);
  for (let improved = true; improved; ) {
    improved = false;
    for (const [index, alternatives] of layers.entries()) {
      const before = chosen[index];
      add(own(index), -1);
      const normWith = (option: GraphOption) => {
        chosen[index] = option;
        return norm(own(index));
      };
      const least = normWith(before);
      const best = leastBy(alternatives, normWith);
      improved ||= normWith(best) < least;
      chosen[index] = normWith(best) < least ? best : before;
      add(own(index), 1);
    }
  }
  return chosen;
}

function leastBy<Item>(items: readonly Item[], value: (item: Item) => number): Item {
  let [best] = items;
  let least = Number.POSITIVE_INFINITY;
  for (const item of items) {
    const own = value(item);
    if (own >= least) continue;
    [best, least] = [item, own];
  }
  return best;
}

function foldingOf(
  options: readonly GraphOption[],
  { fixed, memoryCycles }: GraphSpace,
  joints: Joints,
  budget: OpCost,
): GraphFolding {
  const cost = { ...fixed };
  for (const part of [...options, ...joints.all.map((joint) => joints.cost(joint, options))]) {
    for (const resource of RESOURCES) cost[resource] += part[resource];
  }
  return {
    options,
    cost,
    intervalCycles: Math.max(memoryCycles, ...options.map(({ cycles }) => cycles)),
    partOfBudget: Math.max(...RESOURCES.map((resource) => partOf(cost[resource], budget[resource]))),
  };
}

function partOf(cost: number, budget: number): number {
  return cost === 0 ? 0 : cost / budget;
}
