import type { Parts } from '../builder.js';
import { accept, type UnitPlace } from './unit.js';

/** Q_srl: holds exactly `depth` beats; a beat that comes in can go out a cycle later, and so can its slot be used again. */
export function finnFifo(place: UnitPlace, { depth }: { readonly depth: number }): Parts {
  const memory = { name: place.output, bits: place.outputBits, depth };
  return { blocks: [accept(place, place.output)], streams: [memory] };
}
