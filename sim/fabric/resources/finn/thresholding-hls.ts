import { z } from 'zod';
import type { FinnType } from './data-type.js';
import { type FinnEstimate, NOTHING } from './estimate.js';
import { dividing, memMode, ramStyle } from './parameters.js';
import { thresholdingCycles, thresholdingKeys } from './thresholding-rtl.js';

interface Thresholding {
  readonly NumChannels: number;
  readonly PE: number;
  readonly inputDataType: FinnType;
  readonly numInputVectors: readonly number[];
  readonly ram_style: z.infer<typeof ramStyle>;
}

/** Parameters of Thresholding_hls. */
export const thresholdingHlsParameters = dividing(
  z.strictObject({
    ...thresholdingKeys,
    ram_style: ramStyle.default('distributed'),
    mem_mode: memMode.default('internal_decoupled'),
  }),
  ({ PE, NumChannels }) => [['PE', PE, 'NumChannels', NumChannels]],
);

/** Thresholding_hls: comparators, and the thresholds in LUTs or block RAM. A single word of thresholds takes no memory. */
export function estimateThresholdingHls(thresholding: Thresholding): FinnEstimate {
  const { NumChannels, PE, inputDataType, ram_style } = thresholding;
  const words = NumChannels / PE;
  const comparators = inputDataType.bits * PE;
  const isMemory = words > 1;
  return {
    ...NOTHING,
    cycles: thresholdingCycles(thresholding),
    lut: comparators + (isMemory && ram_style === 'distributed' ? comparators * Math.ceil(words / 64) : 0),
    bram18: isMemory && ram_style === 'block' ? Math.ceil(comparators / 16) * Math.ceil(words / 1024) : 0,
  };
}
