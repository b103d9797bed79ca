import { InputError } from '../../core/input/input-error.js';
import { type FinnLibrary, fabricGraph, hasMatrix, matrixBits } from '../../fabric/index.js';
import { layerMacs } from '../../nn/network.js';
import { beyondTarget } from './choose.js';
import { graphOverlay } from './graph-overlay.js';
import { fastestWithin, type GraphFolding, graphIntervals, leastPartOfBudget } from './graph-search.js';
import { type GraphSpace, graphSpace } from './graph-space.js';
import { type DesignCandidate, type FoundFoldings, framesPerSecond, type Question } from './question.js';

/**
 * Of the intervals from the fastest on that the budget allows one folding each, as many as are to be simulated; where LUTs are
 * the objective, from the slowest on that reaches the target.
 * @throws InputError for a budget or a target that cannot be reached; it tells what can
 */
export function findGraphFoldings(question: Question, library: FinnLibrary): FoundFoldings {
  const { network, board, budget, targetFps, objective } = question;
  const space = graphSpace(fabricGraph(network).nodes, board, library);
  const fastest = fastestWithin(space, budget);
  if (fastest.partOfBudget > 1) throw beyondBudget(question, fastest);
  const intervals = graphIntervals(space).filter(
    (interval) =>
      interval >= fastest.intervalCycles &&
      (targetFps === undefined || framesPerSecond(question, interval) >= targetFps),
  );
  if (intervals.length === 0) throw beyondTarget(question, fastest.intervalCycles);
  const candidates = distinctFoldings(objective === 'fps' ? intervals : [...intervals].reverse(), question, space);
  return {
    foldings: space.layers.reduce((product, { options: { length } }) => product * length, 1),
    intervals: graphIntervals(space).length,
    pareto: candidates.length,
    candidates: candidates.map((folding) => describe(folding, space, question)),
    references: [],
  };
}

/** The first foldings of different intervals that keep the budget, as many as are to be simulated. */
function distinctFoldings(
  intervals: readonly number[],
  { budget, members }: Question,
  space: GraphSpace,
): GraphFolding[] {
  const found = new Map<number, GraphFolding>();
  for (const interval of intervals) {
    if (found.size === members) break;
    const folding = leastPartOfBudget(space, interval, budget);
    if (folding !== undefined && folding.partOfBudget <= 1) found.set(folding.intervalCycles, folding);
  }
  return [...found.values()];
}

function describe(folding: GraphFolding, space: GraphSpace, { network }: Question): DesignCandidate {
  const { options, intervalCycles } = folding;
  return {
    overlay: graphOverlay(network, space, folding, 'qcycle explore'),
    intervalCycles,
    energyProxy: space.layers.reduce((sum, { layer }) => {
      if (!hasMatrix(layer)) return sum;
      const { inputBits, weightBits } = matrixBits(layer);
      return sum + layerMacs(layer) * inputBits * weightBits;
    }, 0),
    layers: space.layers.flatMap(({ name, layer }, index) => {
      const { choice, cycles, lut, bram18 } = options[index];
      return layer.op === 'maxPool' ? [] : [{ name, ...choice, cycles, lut: Math.round(lut), bram18 }];
    }),
  };
}

function beyondBudget({ network, budget }: Question, { cost }: GraphFolding): InputError {
  const show = (lut: number, bram18: number, dsp: number) => `lut=${Math.ceil(lut)},bram=${bram18 / 2},dsp=${dsp}`;
  const asked = show(budget.lut, budget.bram18, budget.dsp);
  const nearest = show(cost.lut, Math.ceil(cost.bram18), cost.dsp);
  return new InputError(`no folding of ${network.name} keeps the budget ${asked}; the nearest reachable: ${nearest}`);
}
