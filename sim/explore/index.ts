export { type DesignResult, type DesignWork, designWork } from './design-work.js';
export { type FileProblem, fileProblem } from './fifo/file-problem.js';
export { type FifoCost, type FifoFindings, type FoundFifo, findFifos } from './fifo/findings.js';
export { networkProblem } from './fifo/network-problem.js';
export type { Depths, FifoProblem, FifoSite } from './fifo/problem.js';
export { type SizedFifos, type SizingOptions, sizeFifos } from './fifo/search.js';
export { type BestFolding, bestFolding, boardBudget } from './folding/best-folding.js';
export { chainOfFloats } from './folding/chain-of-floats.js';
export {
  type DesignBudget,
  type Exploration,
  type ExploreOptions,
  OBJECTIVES,
  type Objective,
} from './folding/exploration.js';
export { explore } from './folding/explore.js';
export { type ChainGeometry, type GeometryLayer, layersOf, type OperandBits } from './folding/geometry.js';
export { type ChosenOverlay, chosenOverlay, graphOverlay } from './folding/graph-overlay.js';
export {
  fastestWithin,
  type GraphFolding,
  graphFolding,
  graphIntervals,
  leastPartOfBudget,
} from './folding/graph-search.js';
export { type GraphLayer, type GraphOption, type GraphSpace, graphSpace } from './folding/graph-space.js';
export type { Member } from './folding/member.js';
export { publishedCost } from './folding/published-cost.js';
export {
  type Budget,
  type Candidate,
  Conversions,
  candidateOf,
  cheapestFoldings,
  intervalOf,
  paretoOf,
  reachableIntervals,
} from './folding/search.js';
export { setFolding } from './folding/set-folding.js';
export { type Cost, type FoldingSpace, foldingSpace, type LayerSpace, type Option } from './folding/space.js';
export * from './sweep/index.js';
