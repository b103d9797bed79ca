import { packageVersion } from '../../core/package-root.js';
import type { Exploration, ExploreOptions } from './exploration.js';
import { findFoldings } from './find-foldings.js';
import type { Member } from './member.js';
import { questionOf } from './question.js';
import { paretoOf } from './search.js';
import { type PerformMembers, simulateMembers, simulateReferences } from './simulate-members.js';

/**
 * Finds the best folding of a network on a board. Exact for the resource model: of every interval the cheapest foldings. The
 * best of them are then simulated, with FIFOs that lose nothing, and ranked by what that gives.
 * @throws InputError for a budget or a target that cannot be reached; it tells what can
 */
export async function explore(options: ExploreOptions, perform: PerformMembers): Promise<Exploration> {
  const from = performance.now();
  const question = questionOf(options);
  const { network, board, library, objective, targetFps, budget } = question;
  const found = findFoldings(question);
  const searched = performance.now();
  const members = await simulateMembers(found.candidates, question, perform);
  const references = await simulateReferences(found.references, question, perform);
  const simulated = performance.now();
  const pareto = paretoNames([...members, ...references]);
  const marked = (designs: readonly Member[]) =>
    designs.map((design) => ({ ...design, pareto: pareto.has(design.name) }));
  return {
    schema: 'qcycle.explore/1',
    qcycle: packageVersion(),
    network: network.name,
    board: board.name,
    clockMHz: board.clock.frequencyHz / 1e6,
    library: library.name,
    objective,
    targetFps: targetFps ?? null,
    budget,
    search: {
      foldings: found.foldings,
      intervals: found.intervals,
      pareto: found.pareto,
      simulated: members.length + references.length,
      seconds: { search: (searched - from) / 1000, simulation: (simulated - searched) / 1000 },
    },
    references: marked(references),
    members: marked(members),
    best: members.find(({ fits }) => fits)?.name ?? null,
  };
}

/** Names of the designs than which none is as fast and as cheap, and better in one. */
function paretoNames(designs: readonly Member[]): Set<string> {
  const costs = designs.map(({ name, intervalCycles, resources }) => ({ name, intervalCycles, ...resources }));
  return new Set(paretoOf(costs).map(({ name }) => name));
}
