export { type CodeMap, type Detection, drawDetections, type Prediction, writePng } from '../nn/software/index.js';
export { Classifier, type ClassifierOptions, type Runtime } from './classifier.js';
export { agrees, type Comparison, compareDevices } from './compare.js';
export { type Device, type DeviceDescription, type DeviceResult, runJob } from './device.js';
export { openDevice } from './devices/open-device.js';
export type { FabricJob, Gap8Job, Job, PhotoSize, Pictures } from './job.js';
export type { LayerCodes } from './layer-codes.js';
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
export { usualJob } from './usual-job.js';
export { computeValues, judge } from './values.js';
