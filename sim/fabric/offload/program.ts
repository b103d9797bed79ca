import type { ConvolutionLayer, MaxPoolLayer, Network } from '../../nn/network.js';
import type { FabricBoard, OffloadPort } from '../machine.js';
import type { OffloadOverlay } from './overlay.js';

/**
 * What a compute call is told of its layer. Feature maps are square; those of a pool follow those of the convolution.
 * (facts/qnn-mo-pynq.md section 2.4)
 */
export interface ComputeCall {
  /** K. */
  readonly kernel: number;
  /** Channels that this call reads and gives. */
  readonly inputChannels: number;
  readonly outputChannels: number;
  /** D and P: side of the feature map without and with padding. */
  readonly inputDim: number;
  readonly paddedDim: number;
  /** O: side of what the convolution gives. */
  readonly outputDim: number;
  /** Absent for a convolution alone. */
  readonly pool?: PoolCall;
}

export interface PoolCall {
  /** Side of the pool's feature map, padding included, and of what it gives. */
  readonly inputDim: number;
  readonly outputDim: number;
  readonly stride: number;
}

/** A convolution and the pool that is fused with it. */
export interface OffloadLayer {
  readonly convolution: ConvolutionLayer;
  readonly pool?: MaxPoolLayer;
}

/** A part of a layer for which weights are loaded once: one of its groups or of its iterations. */
export interface Pass {
  readonly layer: OffloadLayer;
  /** First channels of the layer's input and output that it reads and gives. */
  readonly firstInputChannel: number;
  readonly firstOutputChannel: number;
  readonly call: ComputeCall;
}

/** A board with the engine of multi-layer offload. */
export interface OffloadBoard extends FabricBoard {
  readonly offload: OffloadPort;
}

/**
 * What the host does: for each pass one call that loads weights, then one that computes for each image.
 * (facts/qnn-mo-pynq.md section 2.4)
 */
export interface OffloadProgram {
  readonly network: Network;
  readonly overlay: OffloadOverlay;
  readonly board: OffloadBoard;
  readonly images: number;
  readonly layers: readonly OffloadLayer[];
  readonly passes: readonly Pass[];
}
