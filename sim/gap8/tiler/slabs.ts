import { type Gap8Layer, inputMapsBytes } from '../layers.js';
import type { LayerSchedule, SlabSizes, TileSizes } from '../schedule.js';

/** Tiles along a slab that are tried, besides all. */
const SLAB_TILES = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32];

/** Slabs that may be tried, the largest first; none but a tile where nothing passes through L2 but what has to. */
export function slabSizes(layer: Gap8Layer, { inputs, output, tile: tiles }: LayerSchedule): SlabSizes[] {
  const [side, tile, length] = slabSide(layer, tiles);
  if (![...inputs, output].includes('L3') || tile === undefined) return [{}];
  const sizes = [...new Set([length, ...SLAB_TILES.map((count) => Math.min(length, count * tile))])];
  return sizes.sort((a, b) => b - a).map((size) => ({ [side]: size }));
}

/** The side along which slabs hold several tiles, the size of these, and the length of the side. */
function slabSide(
  layer: Gap8Layer,
  tile: TileSizes,
): readonly [side: keyof SlabSizes, tile: number | undefined, length: number] {
  switch (layer.op) {
    case 'pointwise':
      return ['pixels', tile.pixels, layer.height * layer.width];
    case 'add':
    case 'scale':
    case 'concat':
      return ['elements', tile.elements, Math.max(...inputMapsBytes(layer))];
    default:
      return ['rows', tile.rows, layer.outHeight];
  }
}
