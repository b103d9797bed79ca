import { InputError } from '../../core/input/input-error.js';
import type { Network } from '../../nn/network.js';
import type { FabricBoard } from '../machine.js';
import { offloadLayers, splitSections } from './layers.js';
import type { OffloadOverlay } from './overlay.js';
import { passesOf } from './passes.js';
import type { OffloadBoard, OffloadProgram } from './program.js';
import { requireFitting } from './require-fitting.js';

/**
 * Lays a network out as the host's calls of the offload engine.
 * @param network the offloaded layers alone
 * @throws InputError for a board without the engine and for a layer that the engine cannot compute
 */
export function compileOffload(
  network: Network,
  overlay: OffloadOverlay,
  board: FabricBoard,
  images: number,
): OffloadProgram {
  if (!hasOffload(board)) throw new InputError(`board ${board.name} has no engine for multi-layer offload`);
  const layers = offloadLayers(network);
  for (const layer of layers) requireFitting(layer, overlay);
  const passes = splitSections(layers).flatMap((section) => passesOf(section, overlay));
  return { network, overlay, board, images, layers, passes };
}

function hasOffload(board: FabricBoard): board is OffloadBoard {
  return board.offload !== undefined;
}
