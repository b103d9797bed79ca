import type { LayerAssembler } from './assembler.js';
import { FinnAssembler } from './finn/assembler.js';
import { HlsAssembler } from './hls/assembler.js';
import type { BlockLibrary } from './library.js';
import { RtlAssembler } from './rtl/assembler.js';

/** What lays layers out in the units of a block library. */
export function assemblerOf(library: BlockLibrary): LayerAssembler {
  switch (library.name) {
    case 'hls':
      return new HlsAssembler(library);
    case 'finn':
      return new FinnAssembler(library);
    case 'rtl':
      return new RtlAssembler(library);
  }
}
