import { compile, designResources, type FabricBoard, loadLibrary, publishedOverlay } from '../../fabric/index.js';
import type { Network } from '../../nn/network.js';
import type { Cost } from './space.js';

/** What the resource model says of a network's published overlay on a board; undefined where none is published. */
export function publishedCost(network: Network, board: FabricBoard): Cost | undefined {
  const overlay = publishedOverlay(network);
  if (overlay === undefined) return undefined;
  const library = loadLibrary(overlay.library);
  const { lut, bram18 } = designResources(compile({ network, board, overlay, library, images: 1 }));
  return { lut: Math.round(lut), bram18: Math.ceil(bram18) };
}
