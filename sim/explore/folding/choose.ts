import { InputError } from '../../core/input/input-error.js';
import { type ChainQuestion, framesPerSecond, partOfBudget, type Question } from './question.js';
import { type Candidate, cheapestFoldings } from './search.js';

/**
 * The foldings that are worth simulating, one of each interval, the best first.
 * @param cheapest all within the budget
 * @throws InputError where none keeps the budget or reaches the target; it tells what can be had
 */
export function chooseCandidates(cheapest: readonly Candidate[], question: ChainQuestion): Candidate[] {
  if (cheapest.length === 0) throw beyondBudget(question);
  const { targetFps, objective, members, budget } = question;
  const cost = (candidate: Candidate) => (objective === 'fps' ? partOfBudget(candidate, budget) : candidate.lut);
  const chosen = new Map<number, Candidate>();
  for (const candidate of cheapest) {
    const known = chosen.get(candidate.intervalCycles);
    if (known === undefined || cost(candidate) < cost(known)) chosen.set(candidate.intervalCycles, candidate);
  }
  const fastEnough = [...chosen.values()].filter(
    ({ intervalCycles }) => targetFps === undefined || framesPerSecond(question, intervalCycles) >= targetFps,
  );
  if (fastEnough.length === 0) throw beyondTarget(question, Math.min(...chosen.keys()));
  const byInterval = (a: Candidate, b: Candidate) => a.intervalCycles - b.intervalCycles;
  const byLut = (a: Candidate, b: Candidate) => a.lut - b.lut;
  return fastEnough.sort(objective === 'fps' ? byInterval : byLut).slice(0, members);
}

function beyondBudget({ network, space, model, budget }: ChainQuestion): InputError {
  const unlimited = { lut: Number.POSITIVE_INFINITY, bram18: Number.POSITIVE_INFINITY };
  const nearest = cheapestFoldings(space, model, unlimited).reduce((best, other) =>
    partOfBudget(other, budget) < partOfBudget(best, budget) ? other : best,
  );
  const reachable = `lut=${Math.ceil(nearest.lut)},bram=${Math.ceil(nearest.bram18) / 2}`;
  return new InputError(
    `no folding of ${network.name} keeps the budget lut=${budget.lut},bram=${budget.bram18 / 2}; the nearest reachable: ${reachable}`,
  );
}

/** The refusal of a target that is missed even by the fastest folding within the budget. */
export function beyondTarget(question: Question, intervalCycles: number): InputError {
  const { network, targetFps, board } = question;
  const reachable = Math.floor(framesPerSecond(question, intervalCycles));
  return new InputError(
    `no folding of ${network.name} reaches ${targetFps} frames/s on ${board.name} within the budget; the nearest reachable: ${reachable}`,
  );
}
