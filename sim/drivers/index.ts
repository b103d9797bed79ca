export { type CodeMap, type Detection, drawDetections, type Prediction, writePng } from '../nn/software/index.js';
export { Classifier, type ClassifierOptions, type Runtime } from './classifier.js';
export type { Job, PhotoSize, Pictures } from './job.js';
export { dumpLayers, type LayerDump } from './layer-dump.js';
export { loadFolding } from './load-folding.js';
export { parameterPasses, usualOverlay, withOriginalParameters } from './load-job.js';
export { loadAnyNetwork } from './load-network.js';
export { countPictures, loadPictures, loadTestPictures } from './load-pictures.js';
export type { BackFiles } from './offload-back.js';
export {
  type Offloaded,
  OffloadNetwork,
  type OffloadNetworkOptions,
  type Timed,
} from './offload-network.js';
export { loadPicture, pictureFiles } from './picture-files.js';
export { runOnSimulator, type Simulation } from './simulator.js';
export { computeValues, judge } from './values.js';
