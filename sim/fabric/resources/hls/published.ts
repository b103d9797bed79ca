import { loadNamedNetwork } from '../../../nn/catalog.js';
import { loadLibrary, publishedOverlay } from '../../catalog.js';
import { compile } from '../../compile.js';
import type { FabricBoard } from '../../machine.js';
import { offloadOverlayFor } from '../../offload/catalog.js';
import { designUsage } from './design.js';
import { hlsResourceModel } from './layer.js';
import { offloadUsage } from './offload.js';
import type { Usage } from './usage.js';
import { fittedResources, type Resources } from './usage.js';

/**
 * What the published design that runs a shipped network is made of: its pipeline, or the engine of its offload overlay.
 * @throws RangeError for a network without a published design
 */
export function publishedUsage(name: string, board: FabricBoard): Usage {
  const offload = offloadOverlayFor({ name });
  if (offload !== undefined) return offloadUsage(offload);
  const network = loadNamedNetwork(name);
  const overlay = publishedOverlay(network);
  if (overlay === undefined) throw new RangeError(`${name} has no published design`);
  return designUsage(compile({ network, overlay, library: loadLibrary(overlay.library), board, images: 1 }));
}

/** Resources of the published design that runs a shipped network, on a board. */
export function publishedResources(name: string, board: FabricBoard): Resources {
  const usage = publishedUsage(name, board);
  return fittedResources(usage.resources(hlsResourceModel().constants), 2 * board.resources.bram36.value);
}
