import { isMatrixLayer, type Network } from '../../nn/network.js';
import { type MemberResult, type MemberWork, memberWork } from '../member-work.js';
import type { Objective } from './exploration.js';
import { keeps, type Member } from './member.js';
import { overlayOf } from './overlay-of.js';
import { framesPerSecond, type Question } from './question.js';
import { referencesFor } from './references.js';
import { type Candidate, intervalOf } from './search.js';
import type { Option } from './space.js';

/** Performs works, and gives their results in the same order. */
export type PerformMembers = (works: readonly MemberWork[]) => Promise<MemberResult[]>;

/** Words that pass in an image of a pipeline whose FIFOs are sized with full effort for every member. */
const SMALL_PIPELINE_WORDS = 20_000;
/** Members whose FIFOs are sized with more effort at a time, until one keeps the budget. */
const REFINED = 2;

/** Simulates candidates and ranks them; the FIFOs of the best are sized with more effort until one keeps the budget. */
export async function simulateMembers(
  candidates: readonly Candidate[],
  question: Question,
  perform: PerformMembers,
): Promise<Member[]> {
  const simulate = (chosen: readonly Candidate[], fifos: MemberWork['fifos']) =>
    perform(chosen.map(({ options }) => memberWork({ ...question, overlay: overlayOf(options, question) }, fifos)));
  const nameOf = (index: number) => `m${index + 1}`;

  const effort = usualEffort(question);
  const results = await simulate(candidates, effort);
  let ranked = rank(
    candidates.map((candidate, index) => memberOf(nameOf(index), candidate, results[index], question)),
    question.objective,
  );
  if (effort === 'minimal') return ranked;
  for (let first = 0; first < ranked.length; first += REFINED) {
    const refined = ranked.slice(first, first + REFINED);
    const again = refined.map(({ name }) => candidates[Number(name.slice(1)) - 1]);
    const better = await simulate(again, 'rough');
    const members = refined.map(({ name }, index) => memberOf(name, again[index], better[index], question));
    ranked = ranked.map((member) => members.find(({ name }) => name === member.name) ?? member);
    if (members.some(({ fits }) => fits)) break;
  }
  return rank(ranked, question.objective);
}

/** Simulates what others made of the network. */
export async function simulateReferences(question: Question, perform: PerformMembers): Promise<Member[]> {
  const references = referencesFor(question);
  const works = references.map(({ overlay, fifosGiven }) =>
    memberWork({ ...question, overlay }, fifosGiven ? 'given' : usualEffort(question)),
  );
  const results = await perform(works);
  return references.map(({ name, options }, index) =>
    memberOf(name, { options, intervalCycles: intervalOf(options, question.space) }, results[index], question),
  );
}

/** Of small pipelines every member's FIFOs are the least; large ones are first compared with FIFOs that are alike. */
function usualEffort({ network: { layers } }: Question): 'minimal' | 'alike' {
  const words = layers
    .filter(isMatrixLayer)
    .map((layer) => layer.mw * (layer.outputShape.reduce((a, b) => a * b, 1) / layer.mh));
  return words.reduce((sum, each) => sum + each, 0) <= SMALL_PIPELINE_WORDS ? 'minimal' : 'alike';
}

/** Those that keep budget and target first, then by the objective. */
function rank(members: readonly Member[], objective: Objective): Member[] {
  const value: Record<Objective, (member: Member) => number> = {
    fps: ({ intervalCycles }) => intervalCycles,
    lut: ({ resources }) => resources.lut,
    'energy-proxy': ({ energyProxy }) => energyProxy,
  };
  return [...members].sort(
    (a, b) =>
      Number(b.fits) - Number(a.fits) || value[objective](a) - value[objective](b) || a.resources.lut - b.resources.lut,
  );
}

function memberOf(
  name: string,
  { options, intervalCycles }: Pick<Candidate, 'options' | 'intervalCycles'>,
  result: MemberResult,
  question: Question,
): Member {
  const { network, targetFps, budget, space } = question;
  const rate = framesPerSecond(question, result.intervalCycles);
  const layers = space.layers.flatMap(({ name: layer }, index) => {
    const { folding, cycles, lut, bram18 } = options[index];
    return folding === undefined ? [] : [{ name: layer, ...folding, cycles, lut: Math.round(lut), bram18 }];
  });
  return {
    ...result,
    name,
    analyticIntervalCycles: intervalCycles,
    framesPerSecond: rate,
    energyProxy: energyProxy(network, options),
    fits: keeps(result.resources, budget) && (targetFps === undefined || rate >= targetFps),
    pareto: true,
    layers,
  };
}

function energyProxy({ layers }: Network, options: readonly Option[]): number {
  return layers.reduce((sum, layer, index) => {
    const { folding, mvtuCycles } = options[index];
    if (!isMatrixLayer(layer) || folding === undefined) return sum;
    return sum + folding.pe * folding.simd * layer.weightType.bits * layer.inputType.bits * mvtuCycles;
  }, 0);
}
