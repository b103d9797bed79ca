import type { HardwareModule } from '../../../core/pipeline.js';

/** What a unit takes on a device of the 7 series: LUTs as logic and as memory, halves of block RAMs. Multipliers are in LUTs. */
export interface RtlResources {
  readonly lut: number;
  readonly bram18: number;
}

/** The parameters of a module. */
export type Parameters = HardwareModule['parameters'];
