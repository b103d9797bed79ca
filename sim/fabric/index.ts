export { estimateAnalytically } from './analytic.js';
export { boardNames, FABRIC_BOARDS, loadBoard, loadLibrary, loadOverlay, publishedOverlay } from './catalog.js';
export { compile } from './compile.js';
export type { FinnLibrary } from './finn/library.js';
export type { HlsLibrary } from './hls/library.js';
export { type BlockLibrary, LIBRARY_NAMES, parseLibrary } from './library.js';
export { type FabricBoard, type MemoryPort, type OffloadPort, parseBoard } from './machine.js';
export { offloadOverlayFor, offloadOverlays } from './offload/catalog.js';
export { compileOffload } from './offload/compile.js';
export { isOffloadOverlay, type OffloadOverlay } from './offload/overlay.js';
export type { OffloadProgram } from './offload/program.js';
export { simulateOffload } from './offload/simulate.js';
export { streamOffloadWords } from './offload/stream-words.js';
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
