import { type AveragePoolTile, averagePoolCall } from './kernels/average-pool.js';
import { type BiasTile, biasCall, type ConvolutionTile, convolutionCall } from './kernels/convolution.js';
import { type DepthwiseTile, depthwiseCall } from './kernels/depthwise.js';
import { type FullyConnectedTile, fullyConnectedCall } from './kernels/fully-connected.js';
import type { KernelCall } from './kernels/kernel-call.js';
import { type PointwiseTile, pointwiseCall } from './kernels/pointwise.js';
import { type RescaleTile, rescaleCall } from './kernels/rescale.js';

/** Shifts belong to values; times do not depend on them. */
type Timed<Tile> = Omit<Tile, 'norm' | 'normBias'>;

/** A kernel that the master starts on all cores, with the sizes of its tile. */
export type Fork =
  | { readonly kernel: 'pointwise'; readonly tile: Timed<PointwiseTile> }
  | { readonly kernel: 'depthwise'; readonly tile: Timed<DepthwiseTile> }
  | { readonly kernel: 'rescale'; readonly tile: Timed<RescaleTile> }
  | { readonly kernel: 'bias'; readonly tile: Timed<BiasTile> }
  | { readonly kernel: 'convolution'; readonly tile: Timed<ConvolutionTile> }
  | { readonly kernel: 'averagePool'; readonly tile: Timed<AveragePoolTile> }
  | { readonly kernel: 'fullyConnected'; readonly tile: Timed<FullyConnectedTile> };

const NO_SHIFTS = { norm: 0, normBias: 0 };

/** The call of the listing that does it, for its time. */
export function callOf({ kernel, tile }: Fork): KernelCall {
  switch (kernel) {
    case 'pointwise':
      return pointwiseCall({ ...tile, ...NO_SHIFTS });
    case 'depthwise':
      return depthwiseCall({ ...tile, normBias: 0 });
    case 'rescale':
      return rescaleCall({ ...tile, norm: 0 });
    case 'bias':
      return biasCall({ ...tile, normBias: 0 });
    case 'convolution':
      return convolutionCall(tile);
    case 'averagePool':
      return averagePoolCall(tile);
    case 'fullyConnected':
      return fullyConnectedCall({ ...tile, ...NO_SHIFTS });
  }
}
