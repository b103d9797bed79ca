import {
  compile,
  designResources,
  type FabricBoard,
  fabricGraph,
  loadLibrary,
  type OpCost,
  type Overlay,
} from '../../fabric/index.js';
import type { Network } from '../../nn/network.js';
import { filledDepths } from '../fifo/filled.js';
import { networkProblem } from '../fifo/network-problem.js';
import { boardBudget } from './best-folding.js';
import { fastestNear, type GraphFolding } from './graph-search.js';
import { type GraphSpace, graphSpace } from './graph-space.js';

/** Part of the device that a folding which nobody chose takes: the rest is for FIFOs and for routing. */
const USUAL_PART = 0.8;

/** An overlay that was chosen for a board. */
export interface ChosenOverlay {
  readonly overlay: Overlay;
  /** With its FIFOs. */
  readonly cost: OpCost;
  /** Whether the board has room for it. */
  readonly fits: boolean;
}

/**
 * A folding of a network in library finn for which nobody gave one: the fastest that takes at most 80 % of the device or, where
 * there is none, a fast one of those that come nearest. FIFOs are never full
 * within the first images.
 * @throws InputError for a layer that the library has no unit for
 */
export function chosenOverlay(network: Network, board: FabricBoard): ChosenOverlay {
  const library = loadLibrary('finn');
  const space = graphSpace(fabricGraph(network).nodes, board, library);
  const { lut, bram18, dsp } = boardBudget(board);
  const budget = { lut: USUAL_PART * lut, bram18: USUAL_PART * bram18, dsp: USUAL_PART * dsp };
  const folded = graphOverlay(network, space, fastestNear(space, budget), `chosen for ${board.name}`);
  const depths = filledDepths(networkProblem({ network, board, overlay: folded, library }));
  const overlay = { ...folded, fifos: Object.fromEntries(depths) };
  const cost = designResources(compile({ network, board, overlay, library, images: 1 }));
  return { overlay, cost, fits: cost.lut <= lut && cost.bram18 <= bram18 && cost.dsp <= dsp };
}

/** The overlay of a folding, with the library's usual FIFOs. */
export function graphOverlay(
  { name }: Pick<Network, 'name'>,
  { layers }: GraphSpace,
  { options }: Pick<GraphFolding, 'options'>,
  source: string,
): Overlay {
  const chosen = layers.map(({ name, layer }, index) => ({ name, op: layer.op, ...options[index].choice }));
  const folded = chosen.filter(({ op }) => op !== 'maxPool');
  return {
    network: name,
    library: 'finn',
    boards: [],
    source,
    layers: folded.map(({ name, pe, simd }) => ({ name, pe, simd })),
    fifos: {},
    widths: {},
    lutRam: chosen.filter(({ weights }) => weights === 'lut').map(({ name }) => `${name}.weights`),
    dsp: chosen.filter(({ products }) => products === 'dsp').map(({ name }) => name),
  };
}
