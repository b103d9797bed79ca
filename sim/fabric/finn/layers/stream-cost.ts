import { estimateFifo } from '../../resources/finn/fifo.js';
import { estimateWidthConverter } from '../../resources/finn/width-converter.js';
import type { OpCost } from './op.js';

/** Deepest FIFO that FINN builds in shift registers; deeper ones are Vivado's. (facts/finn.md section 5) */
const DEEPEST_RTL_FIFO = 256;

/** A FIFO of so many beats. */
export function finnFifoCost(bits: number, depth: number): OpCost {
  const vivado = depth > DEEPEST_RTL_FIFO;
  const { lut, bram18 } = estimateFifo({
    depth,
    folded_shape: [bits],
    dataType: { bits: 1, signed: false },
    impl_style: vivado ? 'vivado' : 'rtl',
    ram_style: vivado ? 'block' : 'auto',
  });
  return { lut, bram18, dsp: 0 };
}

/** A width converter, over the least common multiple; nothing where widths are equal. */
export function converterCost(fromBits: number, toBits: number): OpCost {
  return { lut: estimateWidthConverter({ inWidth: fromBits, outWidth: toBits }).lut, bram18: 0, dsp: 0 };
}
