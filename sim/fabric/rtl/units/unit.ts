import type { Block, BlockBody, HardwareModule } from '../../../core/pipeline.js';
import type { UnitLoop, UnitParameters } from '../../units/unit.js';

/**
 * A unit of our own RTL: a loop that starts an iteration a cycle. With stages (`depthCycles`) it flushes itself: all stages
 * stand still while a result cannot leave, else bubbles move along. Without, what an iteration reads and writes passes in the
 * same cycle.
 */
export function rtlUnit(
  unit: string,
  { name, input, output }: Omit<UnitParameters, 'frames'>,
  { reads, writes, ...timing }: UnitLoop,
  module: HardwareModule,
  createBody?: () => BlockBody,
): Block {
  return {
    name,
    unit,
    inputs: [input],
    outputs: [output],
    startCycle: 0,
    loops: [
      { ...timing, initiationInterval: 1, selfFlushing: timing.depthCycles > 0, reads: [reads], writes: [writes] },
    ],
    module,
    ...(createBody === undefined ? {} : { createBody }),
  };
}
