import { type Overlay, publishedOverlay } from '../../fabric/index.js';
import { isMatrixLayer } from '../../nn/network.js';
import { describeFolding } from './describe-folding.js';
import type { ChainQuestion, Reference } from './question.js';
import { Conversions, candidateOf, reachableIntervals } from './search.js';
import { setFolding } from './set-folding.js';
import type { Option } from './space.js';

/** What others made of the network: the published overlay, if there is one, and FINN's SetFolding on the same budget. */
export function referencesFor(question: ChainQuestion): Reference[] {
  const found: Reference[] = [];
  const published = publishedOverlay(question.network);
  const options = published === undefined ? undefined : optionsOf(published, question);
  if (published !== undefined && options !== undefined) {
    found.push({ name: 'published', fifosGiven: true, ...describeFolding(options, question), overlay: published });
  }
  const finn = bestSetFolding(question);
  if (finn !== undefined) {
    found.push({ name: 'SetFolding', fifosGiven: false, ...describeFolding(finn, question) });
  }
  return found;
}

/** The fastest that FINN's policy makes of any target within the budget. */
function bestSetFolding({ network: { layers }, space, model, budget }: ChainQuestion): Option[] | undefined {
  const weightBits = layers.map((layer) => (isMatrixLayer(layer) ? layer.weightType.bits : 0));
  const conversions = new Conversions(model);
  let best: Option[] | undefined;
  for (const interval of reachableIntervals(space)) {
    const options = setFolding(space, interval + 1, weightBits);
    const candidate = candidateOf(options, space, conversions);
    if (candidate === undefined || candidate.lut > budget.lut || candidate.bram18 > budget.bram18) continue;
    best = options;
  }
  return best;
}

function optionsOf({ layers }: Overlay, { space }: ChainQuestion): Option[] | undefined {
  const options = space.layers.map(({ name, options }) => {
    const folding = layers.find((layer) => layer.name === name);
    return options.find((option) => option.folding?.pe === folding?.pe && option.folding?.simd === folding?.simd);
  });
  return options.every((option) => option !== undefined) ? options : undefined;
}
