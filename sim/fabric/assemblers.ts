import type { LayerAssembler } from './assembler.js';
import type { FinnLibrary } from './finn/library.js';
import { HlsAssembler } from './hls/assembler.js';
import type { BlockLibrary } from './library.js';
import { RtlAssembler } from './rtl/assembler.js';

/** A library whose units stand in a row; library finn also has units that fork and join. */
export type ChainLibrary = Exclude<BlockLibrary, FinnLibrary>;

/** What lays chains of layers out in the units of a block library. */
export function assemblerOf(library: ChainLibrary): LayerAssembler {
  return library.name === 'hls' ? new HlsAssembler(library) : new RtlAssembler(library);
}
