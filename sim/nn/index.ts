export { loadNamedNetwork, networkNames } from './catalog.js';
export { classify, classifySingle, topClasses } from './classify.js';
export { NOTEBOOK_DOREFANET, NOTEBOOK_TINIER_YOLO, SOFTWARE_LAYERS } from './counted-layers.js';
export { type CifarPictures, readCifar } from './data/cifar.js';
export { type FeatureMapFormat, packFeatureMap, readFeatureMaps, writeNpyMap } from './data/feature-map.js';
export { fitOnCanvas } from './data/fit.js';
export { type IdxArray, readIdx, writeIdx } from './data/idx.js';
export { loadIdx } from './data/load-idx.js';
export { mnistFile, mnistTestImages, mnistTestLabels } from './data/mnist.js';
export { readNpy, writeNpy } from './data/npy.js';
export type { Picture } from './data/picture.js';
export { readPicture, readUprightPicture } from './data/read-picture.js';
export { resize } from './data/resize.js';
export { BIPOLAR, BIT, type DataType, TERNARY } from './data-type.js';
export { createExecutor, type Executor } from './execute.js';
export { fixPosition, scaleOf } from './fix-position.js';
export type {
  BatchNormParameters,
  FloatLayer,
  FloatMatrixLayer,
  FloatMatrixParameters,
  FloatParameterLayer,
  FloatParameters,
} from './float-layers.js';
export { floatTensors, withFloatParameters } from './float-parameters.js';
export type { Folding } from './folding.js';
export type {
  AveragePoolLayer,
  IntegerConvolutionLayer,
  IntegerFullyConnectedLayer,
  IntegerLayer,
  IntegerMatrixLayer,
  IntegerParameters,
  PowerOfTwoRequantization,
  Requantization,
  ShiftRequantization,
} from './integer-layers.js';
export { loadNetwork } from './load-network.js';
export {
  type ConvolutionLayer,
  type FullyConnectedLayer,
  isFloatLayer,
  isIntegerLayer,
  isIntegerMatrixLayer,
  isMatrixLayer,
  type Layer,
  type LayerParameters,
  layerMacs,
  layerOps,
  type MatrixLayer,
  type MaxPoolLayer,
  type Network,
} from './network.js';
export { parseNetwork } from './network-file.js';
export { networkJsonSchema } from './network-schema.js';
export { type CountedLayer, notebookOps, totalNotebookOps } from './notebook-ops.js';
export { createPackedMatrix, getCode, type PackedMatrix, setCode } from './packed-matrix.js';
export { type BnnPynqSet, exportBnnPynq, importBnnPynq } from './parameters/bnn-pynq.js';
export { exportGap8, importGap8 } from './parameters/gap8.js';
export { loadBnnPynq, loadGap8, loadQnnMo } from './parameters/load-parameters.js';
export { readQcf, writeQcf } from './parameters/qcf.js';
export { readQci, writeQci } from './parameters/qci.js';
export { readQcw, writeQcw } from './parameters/qcw.js';
export { exportQnnMo, importQnnMo, type ParameterPass } from './parameters/qnn-mo-pynq.js';
export {
  type AddShifts,
  type AverageFactor,
  addPowerOfTwo,
  addShifts,
  averageFactor,
  moved,
  requantizePowerOfTwo,
  shiftBetween,
} from './power-of-two.js';
export { type AnalyseOptions, analyse } from './prune/analyse.js';
export { type ChannelGroup, type Channels, findChannels } from './prune/channel-groups.js';
export { type FoundGroup, type PruneFindings, pruneFindings } from './prune/findings.js';
export { type Costs, costsOf } from './prune/operations.js';
export { type Pruned, type PruneOptions, prune } from './prune/prune.js';
export { profileOf, type Sensitivities, type SensitivityProfile } from './prune/sensitivity.js';
export { parseSensitivities, sensitivityFile } from './prune/sensitivity-file.js';
export { choosePosition, type PositionMethod, type PositionOptions, quantizeAt } from './quantize/power-of-two.js';
export { allowedPositions, commonPosition, type LayerPositions, shiftsOf } from './quantize/power-of-two-shifts.js';
export { runFloatReference } from './reference/float/network.js';
export { runReference } from './reference/network.js';
export type {
  AddLayer,
  ConcatLayer,
  IntegerMaxPoolLayer,
  MeanLayer,
  PadLayer,
  RescaleLayer,
  ReshapeLayer,
  SoftmaxLayer,
  SpaceToDepthLayer,
  TensorLayer,
  UpsampleLayer,
} from './tensor-layers.js';
export { type EngineLimits, parseEngineLimits } from './topology/engine-limits.js';
export { parseTopology, type Topology } from './topology/topology.js';
export { withIntegerParameters } from './with-integer-parameters.js';
export { withParameters } from './with-parameters.js';
