import { type AveragePoolTile, averagePoolCall } from './kernels/average-pool.js';
import {
  type BiasTile,
  biasCall,
  type ConvolutionTile,
  convolutionCall,
  type Im2colTile,
  im2colCall,
} from './kernels/convolution.js';
import {
  type DepthwiseTile,
  type DepthwiseWindowTile,
  depthwiseCall,
  depthwiseWindowCall,
} from './kernels/depthwise.js';
import { type AddTile, addCall, type ScaleTile, scaleCall } from './kernels/element-wise.js';
import { type FullyConnectedTile, fullyConnectedCall } from './kernels/fully-connected.js';
import type { KernelCall } from './kernels/kernel-call.js';
import { type PointwiseTile, pointwiseCall } from './kernels/pointwise.js';
import { averageWindowCall, maxPoolCall, type PoolTile } from './kernels/pools.js';
import { type RescaleTile, rescaleCall } from './kernels/rescale.js';

/** Shifts and multipliers belong to values; times do not depend on them. */
type Timed<Tile> = Omit<Tile, 'norm' | 'normBias' | 'multiplier' | 'multiplier2'>;

/** A kernel that the master starts on all cores, with the sizes of its tile. */
export type Fork =
  | { readonly kernel: 'pointwise'; readonly tile: Timed<PointwiseTile> }
  | { readonly kernel: 'depthwise'; readonly tile: Timed<DepthwiseTile> }
  | { readonly kernel: 'depthwiseWindow'; readonly tile: Timed<DepthwiseWindowTile> }
  | { readonly kernel: 'rescale'; readonly tile: Timed<RescaleTile> }
  | { readonly kernel: 'bias'; readonly tile: Timed<BiasTile> }
  | { readonly kernel: 'convolution'; readonly tile: Timed<ConvolutionTile> }
  | { readonly kernel: 'im2col'; readonly tile: Timed<Im2colTile> }
  | { readonly kernel: 'averagePool'; readonly tile: Timed<AveragePoolTile> }
  | { readonly kernel: 'averageWindow'; readonly tile: Timed<PoolTile> }
  | { readonly kernel: 'maxPool'; readonly tile: Timed<PoolTile> }
  | { readonly kernel: 'add'; readonly tile: Timed<AddTile> }
  | { readonly kernel: 'scale'; readonly tile: Timed<ScaleTile> }
  | { readonly kernel: 'fullyConnected'; readonly tile: Timed<FullyConnectedTile> };

const NO_SHIFTS = { norm: 0, normBias: 0 };

/** The call of the listing that does it, for its time. */
export function callOf({ kernel, tile }: Fork): KernelCall {
  switch (kernel) {
    case 'pointwise':
      return pointwiseCall({ ...tile, ...NO_SHIFTS });
    case 'depthwise':
      return depthwiseCall({ ...tile, normBias: 0 });
    case 'depthwiseWindow':
      return depthwiseWindowCall({ ...tile, normBias: 0 });
    case 'rescale':
      return rescaleCall({ ...tile, norm: 0 });
    case 'bias':
      return biasCall({ ...tile, normBias: 0 });
    case 'convolution':
      return convolutionCall(tile);
    case 'im2col':
      return im2colCall(tile);
    case 'averagePool':
      return averagePoolCall(tile);
    case 'averageWindow':
      return averageWindowCall(tile);
    case 'maxPool':
      return maxPoolCall(tile);
    case 'add':
      return addCall({ ...tile, norm: 0, multiplier: 0, multiplier2: 0 });
    case 'scale':
      return scaleCall({ ...tile, norm: 0, multiplier: 0 });
    case 'fullyConnected':
      return fullyConnectedCall({ ...tile, ...NO_SHIFTS });
  }
}
