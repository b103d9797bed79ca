import type { LayerAssembler } from './assembler.js';
import { FinnAssembler } from './finn/assembler.js';
import { HlsAssembler } from './hls/assembler.js';
import type { BlockLibrary } from './library.js';

/** What lays layers out in the units of a block library. */
export function assemblerOf(library: BlockLibrary): LayerAssembler {
  return library.name === 'hls' ? new HlsAssembler(library) : new FinnAssembler(library);
}
