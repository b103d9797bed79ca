import { isMatrixLayer } from '../nn/network.js';
import { assemblerOf, type ChainLibrary } from './assemblers.js';
import type { PipelineBuilder } from './builder.js';
import { foldingOf } from './overlay.js';
import type { FabricDesign, PlacedLayer } from './program.js';
import { requireChain } from './require-chain.js';
import { handOnStreams, TO_MEMORY } from './stream-names.js';

/**
 * Lays the layers of a chain out behind the builder's open end, one behind the other.
 * @throws InputError for a network that is no chain of layers of codes, or a layer that the library has no unit for
 */
export function layChain(
  builder: PipelineBuilder,
  { network, overlay }: FabricDesign,
  library: ChainLibrary,
  memoryBits: number,
): PlacedLayer[] {
  const layers = requireChain(network);
  const assembler = assemblerOf(library);
  const streams = handOnStreams(network);
  const usualDepth = library.memoryFifoDepth.value;
  return layers.map((layer, index) => {
    const name = streams[index];
    const handOn = name === TO_MEMORY ? { name, bits: memoryBits, usualDepth } : { name, bits: overlay.widths[name] };
    const before = builder.unitNames.length;
    if (isMatrixLayer(layer)) assembler.appendMatrix(builder, layer, foldingOf(overlay, layer), handOn);
    else assembler.appendMaxPool(builder, layer, handOn);
    return { layer, units: builder.unitNames.slice(before) };
  });
}
