export {
  GAP8_BOARDS,
  gap8BoardNames,
  loadGap8Board,
  loadGap8Layers,
  loadSchedule,
  publishedSchedule,
} from './catalog.js';
export { compileGap8 } from './compile.js';
export { type AssemblyOptions, assemble, type Program } from './cores/assemble.js';
export { Cluster, type ClusterRun } from './cores/cluster.js';
export { CORE_CAUSES, type CoreCause, type CoreCauseCycles } from './cores/core-causes.js';
export { type ClusterTiming, gap8ClusterTiming, parseClusterTiming } from './cores/timing.js';
export type { Fork } from './fork.js';
export type { AnyWindowTile } from './kernels/any-window.js';
export { type AveragePoolTile, averagePoolCall } from './kernels/average-pool.js';
export {
  type BiasTile,
  biasCall,
  type ConvolutionTile,
  convolutionCall,
  type Im2colTile,
  im2colCall,
} from './kernels/convolution.js';
export {
  type DepthwiseTile,
  type DepthwiseWindowTile,
  depthwiseCall,
  depthwiseWindowCall,
} from './kernels/depthwise.js';
export { deriveCosts } from './kernels/derive-costs.js';
export type { DerivedCost } from './kernels/derived-cost.js';
export { derivedCosts } from './kernels/derived-costs-file.js';
export { type AddTile, addCall, type ScaleTile, scaleCall } from './kernels/element-wise.js';
export { type FullyConnectedTile, fullyConnectedCall } from './kernels/fully-connected.js';
export type { KernelBuffer, KernelCall, KernelName } from './kernels/kernel-call.js';
export { derivedKernelParts, type KernelParts, kernelCycles } from './kernels/kernel-model.js';
export { type KernelCost, KernelCosts } from './kernels/measure-kernel.js';
export { type PointwiseTile, pointwiseCall } from './kernels/pointwise.js';
export { averageWindowCall, maxPoolCall, type PoolTile } from './kernels/pools.js';
export { type RescaleTile, rescaleCall } from './kernels/rescale.js';
export { type KernelRun, runKernel } from './kernels/run-kernel.js';
export { type Gap8Layer, type Gap8Network, gap8Macs, type InputMap, publishedOperations } from './layers.js';
export { gap8LayersOf } from './layers-of-network.js';
export { budgetsOf, type Gap8Board, kernelPartsOf, parseGap8Board, timingOf } from './machine.js';
export type { Gap8Program, Instruction, Lines, ProgramLayer, Request } from './program.js';
export { GAP8_CAUSES, type Gap8Cause, type LayerTiming, type ReplayObserver, replay } from './replay.js';
export type { LayerSchedule, Schedule } from './schedule.js';
export { parseSchedule } from './schedule-file.js';
export { type Gap8TimingRecord, simulateGap8 } from './simulate.js';
export { ownSchedule } from './tiler/own-schedule.js';
export { Gap8Timeline } from './timeline.js';
