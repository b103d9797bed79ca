import {
  compile,
  type FabricDesign,
  type FabricProgram,
  loadBoard,
  loadLibrary,
  publishedOverlay,
} from '../../sim/fabric/index.js';
import { loadNamedNetwork } from '../../sim/nn/catalog.js';
import type { Folding } from '../../sim/nn/folding.js';
import type { Network } from '../../sim/nn/network.js';

type Fifos = Readonly<Record<string, number>>;

/** A network of layers L0, L1, ... on the Ultra96, with a folding for each. */
export function designOf(
  network: Network,
  foldings: readonly Folding[],
  fifos: Fifos = {},
): Omit<FabricDesign, 'images'> {
  const layers = foldings.map((folding, index) => ({ name: `L${index}`, ...folding }));
  const overlay = { network: network.name, library: 'hls' as const, boards: [], source: '', layers, fifos, widths: {} };
  return { network, overlay, board: loadBoard('ultra96'), library: loadLibrary('hls') };
}

/** A network in its published overlay, with other depths of some streams. */
export function publishedProgram(name: string, images: number, board = 'ultra96', fifos: Fifos = {}): FabricProgram {
  const network = loadNamedNetwork(name);
  const published = publishedOverlay(network)!;
  const overlay = { ...published, fifos: { ...published.fifos, ...fifos } };
  return compile({ network, overlay, images, board: loadBoard(board), library: loadLibrary(overlay.library) });
}
