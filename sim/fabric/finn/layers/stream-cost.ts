import { estimateFifo } from '../../resources/finn/fifo.js';
import { estimateWidthConverter } from '../../resources/finn/width-converter.js';
import type { OpCost } from './op.js';

/** Deepest FIFO that FINN builds in shift registers; deeper ones are Vivado's. (facts/finn.md section 5) */
const DEEPEST_RTL_FIFO = 256;

/** A FIFO of so many beats, and a width converter where beats are read with another width. */
export function finnStreamCost(fromBits: number, toBits: number, depth: number): OpCost {
  const converter = fromBits === toBits ? 0 : estimateWidthConverter({ inWidth: fromBits, outWidth: toBits }).lut;
  const vivado = depth > DEEPEST_RTL_FIFO;
  const { lut, bram18 } = estimateFifo({
    depth,
    folded_shape: [fromBits],
    dataType: { bits: 1, signed: false },
    impl_style: vivado ? 'vivado' : 'rtl',
    ram_style: vivado ? 'block' : 'auto',
  });
  return { lut: converter + lut, bram18, dsp: 0 };
}
