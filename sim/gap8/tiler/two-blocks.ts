import type { Gap8Layer } from '../layers.js';
import type { TileSizes } from '../schedule.js';

/**
 * A layer that takes as much of L1, and of L2 on its way, in such tiles, with no more than two blocks of channels. A pointwise layer
 * stays as it is: where pixels are the outer loop, its output tiles have all channels.
 */
export function ofTwoBlocks(layer: Gap8Layer, tile: TileSizes): Gap8Layer {
  const { op, inChannels, outChannels } = layer;
  if (op === 'pointwise') return layer;
  const two = (channels: number, block = channels) => Math.min(channels, 2 * block);
  return {
    ...layer,
    outChannels: two(outChannels, tile.channels),
    inChannels: op === 'convolution' ? two(inChannels, tile.inChannels) : inChannels,
  };
}
