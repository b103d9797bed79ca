export { estimateAnalytically } from './analytic.js';
export { boardNames, loadBoard, loadLibrary, loadOverlay, publishedOverlay } from './catalog.js';
export { compile, type FabricDesign } from './compile.js';
export { type BlockLibrary, type FabricBoard, type MemoryPort, parseBoard, parseLibrary } from './machine.js';
export { MAX_FIFO_DEPTH, type Overlay, parseOverlay, unfoldedOverlay } from './overlay.js';
export type { FabricProgram, LayerPlacement } from './program.js';
export { simulate, type TimingRecord } from './simulate.js';
export { streamWords } from './stream-words.js';
