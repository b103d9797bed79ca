import { isMatrixLayer } from '../../nn/network.js';
import { type MemberResult, type MemberWork, memberWork } from '../member-work.js';
import type { Objective } from './exploration.js';
import { keeps, type Member } from './member.js';
import { type DesignCandidate, framesPerSecond, type Question, type Reference } from './question.js';

/** Performs works, and gives their results in the same order. */
export type PerformMembers = (works: readonly MemberWork[]) => Promise<MemberResult[]>;

/** Words that pass in an image of a pipeline whose FIFOs are sized with full effort for every member. */
const SMALL_PIPELINE_WORDS = 20_000;
/** Members whose FIFOs are sized with more effort at a time, until one keeps the budget. */
const REFINED = 2;

/** Simulates candidates and ranks them; the FIFOs of the best are sized with more effort until one keeps the budget. */
export async function simulateMembers(
  candidates: readonly DesignCandidate[],
  question: Question,
  perform: PerformMembers,
): Promise<Member[]> {
  const simulate = (chosen: readonly DesignCandidate[], fifos: MemberWork['fifos']) =>
    perform(chosen.map(({ overlay }) => memberWork({ ...question, overlay }, fifos)));
  const nameOf = (index: number) => `m${index + 1}`;

  const effort = usualEffort(question);
  const results = await simulate(candidates, effort);
  let ranked = rank(
    candidates.map((candidate, index) => memberOf(nameOf(index), candidate, results[index], question)),
    question.objective,
  );
  if (effort !== 'alike') return ranked;
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
export async function simulateReferences(
  references: readonly Reference[],
  question: Question,
  perform: PerformMembers,
): Promise<Member[]> {
  const works = references.map(({ overlay, fifosGiven }) =>
    memberWork({ ...question, overlay }, fifosGiven ? 'given' : usualEffort(question)),
  );
  const results = await perform(works);
  return references.map((reference, index) => memberOf(reference.name, reference, results[index], question));
}

/**
 * Of small pipelines every member's FIFOs are the least; large ones are first compared with FIFOs that are alike. Graphs take
 * those that are never full.
 */
function usualEffort({ network: { layers }, library }: Question): 'minimal' | 'alike' | 'filled' {
  if (library.name === 'finn') return 'filled';
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
  { intervalCycles, energyProxy, layers }: DesignCandidate,
  result: MemberResult,
  question: Question,
): Member {
  const { targetFps, budget } = question;
  const rate = framesPerSecond(question, result.intervalCycles);
  return {
    ...result,
    name,
    analyticIntervalCycles: intervalCycles,
    framesPerSecond: rate,
    energyProxy,
    fits: keeps(result.resources, budget) && (targetFps === undefined || rate >= targetFps),
    pareto: true,
    layers,
  };
}
