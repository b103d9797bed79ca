export { Classifier, type ClassifierOptions, type Runtime } from './classifier.js';
export type { Job, Pictures } from './job.js';
export { dumpLayers, type LayerDump } from './layer-dump.js';
export { countPictures, loadPictures, loadTestPictures, usualOverlay, withOriginalParameters } from './load-job.js';
export { runOnSimulator, type Simulation } from './simulator.js';
