export { type FileProblem, fileProblem } from './fifo/file-problem.js';
export { networkProblem } from './fifo/network-problem.js';
export type { Depths, FifoProblem, FifoSite } from './fifo/problem.js';
export { type SizedFifos, type SizingOptions, sizeFifos } from './fifo/search.js';
