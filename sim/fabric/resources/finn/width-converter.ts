import { z } from 'zod';
import { leastCommonMultiple } from '../../widths.js';
import { finnType } from './data-type.js';
import { type FinnEstimate, NOTHING } from './estimate.js';
import { ceilLog2, floorLog2 } from './memories.js';
import { count, shape } from './parameters.js';

const MAX_COMMON_BITS = 2 ** 30;

interface WidthConverter {
  readonly inWidth: number;
  readonly outWidth: number;
}

/** Parameters of StreamingDataWidthConverter. */
export const widthConverterParameters = z
  .strictObject({ inWidth: count, outWidth: count, shape: shape.optional(), dataType: finnType.optional() })
  .superRefine(({ inWidth, outWidth }, context) => {
    const common = leastCommonMultiple(inWidth, outWidth);
    if (common <= MAX_COMMON_BITS) return;
    const message = `${inWidth} and ${outWidth} have the least common multiple ${common}, allowed: at most ${MAX_COMMON_BITS}`;
    context.addIssue({ code: 'custom', path: ['outWidth'], message });
  });

/** StreamingDataWidthConverter: over the least common multiple of both widths. */
export function estimateWidthConverter({ inWidth, outWidth }: WidthConverter): FinnEstimate {
  const common = leastCommonMultiple(inWidth, outWidth);
  const up = inWidth === common ? 0 : floorLog2(common / inWidth) + common;
  const down = outWidth === common ? 0 : ceilLog2(common / outWidth) + outWidth;
  return { ...NOTHING, lut: up + down };
}
