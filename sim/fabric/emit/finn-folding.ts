import { isMatrixLayer } from '../../nn/network.js';
import { foldingOf, isInLutRam } from '../overlay.js';
import type { FabricProgram } from '../program.js';
import { FINN_OPS, type FinnRole } from './finn-nodes.js';

/** Attributes of a node by FINN's names. */
export type FinnNode = Readonly<Record<string, number | string>>;

/** FINN's folding configuration: attributes by node, and the defaults of attributes by op type. */
export type FinnFolding = { readonly Defaults: Readonly<Record<string, never>> } & Readonly<Record<string, FinnNode>>;

/** Deepest FIFO that FINN builds in RTL. (facts/finn.md section 5) */
const DEEPEST_RTL_FIFO = 256;

/**
 * A compiled design as FINN's folding configuration: PE and SIMD of every matrix-vector unit and sliding window, and the
 * depth of every FIFO along the pipeline. Stream widths are not FINN's to choose, so that it does not hold them.
 */
export function finnFolding({ design, fifoDepths }: FabricProgram): FinnFolding {
  const { network, overlay } = design;
  const layers = network.layers.filter(isMatrixLayer);
  const windows = layers
    .filter(({ op }) => op === 'convolution')
    .map((layer): FinnNode => ({ SIMD: foldingOf(overlay, layer).simd, ram_style: 'auto' }));
  const matrices = layers.map((layer): FinnNode => {
    const { pe, simd } = foldingOf(overlay, layer);
    const ram_style = isInLutRam(overlay, layer, 'weights') ? 'distributed' : 'auto';
    return { PE: pe, SIMD: simd, ram_style, resType: 'lut', mem_mode: 'internal_decoupled' };
  });
  const fifos = fifoDepths.map(
    (depth): FinnNode => ({ depth, ram_style: 'auto', impl_style: depth <= DEEPEST_RTL_FIFO ? 'rtl' : 'vivado' }),
  );
  return { Defaults: {}, ...named('window', windows), ...named('matrix', matrices), ...named('fifo', fifos) };
}

function named(role: FinnRole, nodes: readonly FinnNode[]): Record<string, FinnNode> {
  return Object.fromEntries(nodes.map((node, index) => [`${FINN_OPS[role][0]}_${index}`, node]));
}
