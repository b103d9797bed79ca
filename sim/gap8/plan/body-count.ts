import { type Gap8Layer, inputMapsBytes } from '../layers.js';
import type { LayerSchedule } from '../schedule.js';

/** How many bodies the loop nest of a layer has: as many as are unrolled. */
export function bodyCount(layer: Gap8Layer, { tile, slab }: Pick<LayerSchedule, 'tile' | 'slab'>): number {
  const channels = partCount(layer.outChannels, tile.channels);
  switch (layer.op) {
    case 'pointwise':
      return channels * partCount(layer.height * layer.width, tile.pixels, slab.pixels);
    case 'convolution':
      return channels * partCount(layer.outHeight, tile.rows, slab.rows) * partCount(layer.inChannels, tile.inChannels);
    case 'depthwise':
    case 'averagePool':
    case 'maxPool':
      return channels * partCount(layer.outHeight, tile.rows, slab.rows);
    case 'add':
    case 'scale':
      return partCount(inputMapsBytes(layer)[0], tile.elements, slab.elements);
    case 'concat':
      return inputMapsBytes(layer).reduce((sum, bytes) => sum + partCount(bytes, tile.elements, slab.elements), 0);
    case 'fullyConnected':
      return channels;
  }
}

/** Parts of a side that is cut into slabs, and these into parts. */
function partCount(length: number, size = length, slabSize = size): number {
  return Math.floor(length / slabSize) * Math.ceil(slabSize / size) + Math.ceil((length % slabSize) / size);
}
