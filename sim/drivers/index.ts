export { Classifier, type ClassifierOptions, type Runtime } from './classifier.js';
export type { Job, Pictures } from './job.js';
export { dumpLayers, type LayerDump } from './layer-dump.js';
export { usualOverlay, withOriginalParameters } from './load-job.js';
export { countPictures, loadPictures, loadTestPictures } from './load-pictures.js';
export { runOnSimulator, type Simulation } from './simulator.js';
