import { addressLut, shiftRegisterLut } from '../finn/fifo.js';
import { bram18OfColumns } from './memory.js';
import type { Usage } from './usage.js';

/** Deepest FIFO in shift registers: an SRL has 32 bits. */
const SHIFT_REGISTER_WORDS = 32;

/** A stream: shift registers, or block RAM where it is deeper than those. */
export function addFifo(usage: Usage, depth: number, width: number): void {
  usage.storageLut += addressLut(depth);
  if (depth <= SHIFT_REGISTER_WORDS) usage.storageLut += shiftRegisterLut({ depth, width });
  else usage.bram18 += bram18OfColumns(depth, width);
}
