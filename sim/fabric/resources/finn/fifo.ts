import { z } from 'zod';
import { type FinnType, finnType } from './data-type.js';
import { type FinnEstimate, NOTHING } from './estimate.js';
import { bram18Of, bramEfficiency, ceilLog2, type MemoryShape, uramOf } from './memories.js';
import { count, flag, ramStyle, shape } from './parameters.js';

interface Fifo {
  readonly depth: number;
  readonly folded_shape: readonly number[];
  readonly dataType: FinnType;
  readonly impl_style: 'rtl' | 'vivado';
  readonly ram_style: z.infer<typeof ramStyle>;
}

/** Parameters of StreamingFIFO_rtl. */
export const fifoParameters = z
  .strictObject({
    depth: count,
    folded_shape: shape,
    normal_shape: shape.optional(),
    dataType: finnType,
    impl_style: z.enum(['rtl', 'vivado']).default('rtl'),
    ram_style: ramStyle.default('auto'),
    depth_monitor: flag.default(0),
    width: count.optional(),
  })
  .superRefine((fifo, context) => {
    if (fifo.width === undefined || fifo.width === widthOf(fifo)) return;
    const message = `found ${fifo.width}, allowed: ${widthOf(fifo)}, what folded_shape and dataType give`;
    context.addIssue({ code: 'custom', path: ['width'], message });
  });

/** StreamingFIFO_rtl: shift registers (rtl), or Vivado's FIFO with a depth that is a power of two. */
export function estimateFifo(fifo: Fifo): FinnEstimate {
  const vivado = fifo.impl_style === 'vivado';
  const depth = vivado ? 2 ** ceilLog2(fifo.depth) : fifo.depth;
  const memory = { depth, width: widthOf(fifo) };
  const bram18 = vivado && fifo.ram_style === 'block' ? bram18Of(memory) : 0;
  return {
    ...NOTHING,
    lut: addressLut(depth) + (!vivado || fifo.ram_style === 'distributed' ? shiftRegisterLut(memory) : 0),
    bram18,
    uram: vivado && fifo.ram_style === 'ultra' ? uramOf(memory) : 0,
    bramEfficiency: bramEfficiency(memory.depth * memory.width, bram18),
  };
}

/** LUTs of a FIFO's two counters. */
export function addressLut(depth: number): number {
  return 2 * ceilLog2(depth);
}

/** LUTs that hold a FIFO's words. */
export function shiftRegisterLut({ depth, width }: MemoryShape): number {
  return Math.ceil(depth / 32) * Math.ceil(width / 2);
}

function widthOf({ folded_shape, dataType }: Pick<Fifo, 'folded_shape' | 'dataType'>): number {
  return folded_shape[folded_shape.length - 1] * dataType.bits;
}
