import type { Folding } from '../../nn/folding.js';
import { isMatrixLayer, type Network } from '../../nn/network.js';
import { loadLibrary } from '../catalog.js';
import { compile } from '../compile.js';
import type { FabricBoard } from '../machine.js';
import type { Overlay } from '../overlay.js';

/** What foldings from outside are read for. */
export interface FoldingContext {
  readonly network: Network;
  readonly board: FabricBoard;
  /** The usual overlay of the network; what a file does not hold is as in it. */
  readonly usual: Overlay;
}

/**
 * The usual overlay with other foldings, one for each layer with a matrix. Depths of streams that it then does not have are
 * left out.
 * @returns also the names of the streams whose depth can be chosen, along the pipeline
 * @throws InputError where the foldings cannot be laid out
 */
export function withFoldings(
  { network, board, usual }: FoldingContext,
  foldings: readonly Folding[],
  source: string,
): { readonly overlay: Overlay; readonly fifos: readonly string[] } {
  const layers = network.layers.filter(isMatrixLayer).map(({ name }, index) => ({ name, ...foldings[index] }));
  const overlay = { ...usual, source, layers, fifos: {} };
  const { fifos } = compile({ network, board, overlay, library: loadLibrary(usual.library), images: 1 });
  const kept = Object.entries(usual.fifos).filter(([name]) => fifos.includes(name));
  return { overlay: { ...overlay, fifos: Object.fromEntries(kept) }, fifos };
}
