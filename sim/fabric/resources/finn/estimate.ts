/** What FINN's estimators say of one op. (facts/finn.md sections 1 and 3) */
export interface FinnEstimate {
  /** Cycles of a frame; 0 where FINN gives no estimate. */
  readonly cycles: number;
  readonly lut: number;
  readonly bram18: number;
  readonly uram: number;
  /** DSP48 slices, of the 7 series and UltraScale+. */
  readonly dsp: number;
  /** DSP58 slices, of Versal. */
  readonly dsp58: number;
  /** Bits that the memory has to hold / bits of the block RAMs; 1 where there are none. */
  readonly bramEfficiency: number;
  readonly uramEfficiency: number;
  /** Words that a sliding window keeps. */
  readonly bufferDepth?: number;
}

/** An op that takes nothing: what an estimator leaves out. */
export const NOTHING: FinnEstimate = {
  cycles: 0,
  lut: 0,
  bram18: 0,
  uram: 0,
  dsp: 0,
  dsp58: 0,
  bramEfficiency: 1,
  uramEfficiency: 1,
};
