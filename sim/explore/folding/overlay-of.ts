import type { Overlay } from '../../fabric/index.js';
import type { ChainQuestion } from './question.js';
import type { Option } from './space.js';

/** The overlay of a folding, with the library's usual FIFOs. */
export function overlayOf(options: readonly Option[], { network, library, space }: ChainQuestion): Overlay {
  const layers = space.layers.flatMap(({ name }, index) => {
    const { folding } = options[index];
    return folding === undefined ? [] : [{ name, ...folding }];
  });
  return {
    network: network.name,
    library: library.name,
    boards: [],
    source: 'qcycle explore',
    layers,
    fifos: {},
    widths: {},
  };
}
