export { estimateAnalytically } from './analytic.js';
export { boardNames, loadBoard, loadLibrary, loadOverlay, publishedOverlay } from './catalog.js';
export { compile } from './compile.js';
export type { FinnLibrary } from './finn/library.js';
export type { HlsLibrary } from './hls/library.js';
export { type BlockLibrary, LIBRARY_NAMES, parseLibrary } from './library.js';
export { type FabricBoard, type MemoryPort, parseBoard } from './machine.js';
export { type Overlay, unfoldedOverlay } from './overlay.js';
export { MAX_FIFO_DEPTH, parseOverlay } from './overlay-file.js';
export type { BuiltPipeline, Wire } from './pipeline-file/build.js';
export { parsePipelineFile } from './pipeline-file/parse.js';
export {
  type PipelineRun,
  type PipelineSimulation,
  type PipelineStream,
  runPipeline,
  simulatePipeline,
} from './pipeline-file/simulate.js';
export type { FabricDesign, FabricProgram, LayerPlacement } from './program.js';
export { simulate, type TimingRecord } from './simulate.js';
export { streamWords } from './stream-words.js';
