export { estimateAnalytically } from './analytic.js';
export { boardNames, FABRIC_BOARDS, loadBoard, loadLibrary, loadOverlay, publishedOverlay } from './catalog.js';
export { compile } from './compile.js';
export { type FinnFolding, type FinnNode, finnFolding } from './emit/finn-folding.js';
export { hlsConfig, hlsMacros } from './emit/hls-config.js';
export { parseFinnFolding } from './emit/parse-finn-folding.js';
export { parseHlsConfig } from './emit/parse-hls-config.js';
export type { BenchWords } from './emit/rtl/bench.js';
export { type Circuit, circuitOf } from './emit/rtl/circuit.js';
export {
  benchFiles,
  circuitFiles,
  type EmittedFile,
  simulationFiles,
  unitFiles,
  unitFilesOf,
} from './emit/rtl/files.js';
export { memoryFile } from './emit/rtl/memory-file.js';
export { designReadme } from './emit/rtl/readme.js';
export type { FoldingContext } from './emit/with-foldings.js';
export { type FabricGraph, type FabricNode, fabricGraph } from './fabric-graph.js';
export { layOut, mostLanes } from './finn/layers/lay-out.js';
export { isDepthwise, matrixBits } from './finn/layers/matrix-unit.js';
export { type FinnOp, type LayerChoice, type OpCost, sumOfCosts } from './finn/layers/op.js';
export { converterCost, finnFifoCost } from './finn/layers/stream-cost.js';
export type { FinnLibrary } from './finn/library.js';
export { hasMatrix } from './has-matrix.js';
export type { HlsLibrary } from './hls/library.js';
export { windowShape } from './hls/shapes.js';
export { layerPool } from './layer-pool.js';
export { type BlockLibrary, LIBRARY_NAMES, parseLibrary } from './library.js';
export { type FabricBoard, type MemoryPort, type OffloadPort, parseBoard } from './machine.js';
export { type MemoryWords, memoryWords } from './memory-layout.js';
export { toMemoryWords } from './memory-words.js';
export { offloadOverlayFor, offloadOverlays } from './offload/catalog.js';
export { compileOffload } from './offload/compile.js';
export { isOffloadOverlay, type OffloadOverlay } from './offload/overlay.js';
export type { OffloadProgram } from './offload/program.js';
export { simulateOffload } from './offload/simulate.js';
export { streamOffloadWords } from './offload/stream-words.js';
export { type Overlay, unfoldedOverlay } from './overlay.js';
export { MAX_FIFO_DEPTH, overlayFile, parseOverlay } from './overlay-file.js';
export type { BuiltPipeline, Wire } from './pipeline-file/build.js';
export {
  type CheckedPipelineFile,
  checkPipelineFile,
  layOutPipelineFile,
  parsePipelineFile,
} from './pipeline-file/parse.js';
export { type FifoPlace, fifoPlaces, pipelineFileText, withFifoDepths } from './pipeline-file/places.js';
export type { PipelineFile } from './pipeline-file/schema.js';
export {
  deadlockInFile,
  type PipelineRun,
  type PipelineSimulation,
  type PipelineStream,
  runPipeline,
  simulatePipeline,
} from './pipeline-file/simulate.js';
export type { FabricDesign, FabricProgram, LayerPlacement } from './program.js';
export { requireChain } from './require-chain.js';
export { designResources } from './resources/design.js';
export { type EstimatedOp, estimateOps } from './resources/finn/estimate-file.js';
export { designUsage } from './resources/hls/design.js';
export {
  conversionResources,
  fifoResources,
  type HlsResourceModel,
  hlsResourceModel,
  type LayerPlacements,
  matrixResources,
  maxPoolResources,
  memoryPortResources,
  type StreamWidths,
} from './resources/hls/layer.js';
export { offloadResources } from './resources/hls/offload.js';
export { publishedResources } from './resources/hls/published.js';
export { addResources, fittedResources, type Resources } from './resources/hls/usage.js';
export { MEASURED_MODULES_FILE, type MeasuredModule, measuredModules } from './resources/rtl/measured.js';
export { circuitResources, rtlResources } from './resources/rtl/resources.js';
export type { RtlResources } from './resources/rtl/usage.js';
export type { RtlLibrary } from './rtl/library.js';
export { simulate, type TimingRecord } from './simulate.js';
export { FROM_MEMORY, handOnStreams, TO_MEMORY } from './stream-names.js';
export { streamWords } from './stream-words.js';
export { slidingWindow } from './units/sliding-window.js';
export { widthSteps } from './widths.js';
