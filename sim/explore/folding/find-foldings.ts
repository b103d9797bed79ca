import { chooseCandidates } from './choose.js';
import { describeFolding } from './describe-folding.js';
import { findGraphFoldings } from './graph-foldings.js';
import { type ChainQuestion, chainQuestionOf, type FoundFoldings, type Question } from './question.js';
import { referencesFor } from './references.js';
import { cheapestFoldings, reachableIntervals } from './search.js';

/**
 * The foldings that are worth simulating, in the question's library.
 * @throws InputError for a budget or a target that cannot be reached; it tells what can
 */
export function findFoldings(question: Question): FoundFoldings {
  const { library } = question;
  if (library.name === 'finn') return findGraphFoldings(question, library);
  return findChainFoldings(chainQuestionOf(question, library));
}

function findChainFoldings(question: ChainQuestion): FoundFoldings {
  const { space, model, budget } = question;
  const cheapest = cheapestFoldings(space, model, budget);
  const candidates = chooseCandidates(cheapest, question);
  return {
    foldings: space.layers.reduce((product, { options: { length } }) => product * length, 1),
    intervals: reachableIntervals(space).length,
    pareto: cheapest.length,
    candidates: candidates.map(({ options }) => describeFolding(options, question)),
    references: referencesFor(question),
  };
}
