export { type ImageClass, type Prediction, parseClasses, topClasses } from './classes.js';
export type { CodeMap } from './code-map.js';
export { DOREFANET_BACK_ARRAYS, type DorefanetBack, dorefanetBack, dorefanetProbabilities } from './dorefanet/back.js';
export { DOREFANET_FRONT_ARRAYS, type DorefanetFront, dorefanetFront, dorefanetInput } from './dorefanet/front.js';
export { loadArrays } from './parameters/load-arrays.js';
export type { NamedArrays } from './parameters/named-arrays.js';
export { writePng } from './pictures/write-png.js';
export {
  DARKNET_LIMITS,
  TINIER_YOLO_BACK_ARRAYS,
  tinierYoloBack,
  tinierYoloDetections,
} from './tinier-yolo/back.js';
export { drawDetections } from './tinier-yolo/draw.js';
export { TINIER_YOLO_FRONT_ARRAYS, tinierYoloFront, tinierYoloInput } from './tinier-yolo/front.js';
export type { Box } from './tinier-yolo/region.js';
export type { Detection, DetectionLimits } from './tinier-yolo/select.js';
