import type { Range, SlabRange } from './ranges.js';

/** A body of the loop nest: rows of a block of output channels, of a block of input channels. */
export interface Step {
  readonly body: number;
  readonly channels: Range;
  readonly rows: SlabRange;
  readonly inChannels: Range;
}
