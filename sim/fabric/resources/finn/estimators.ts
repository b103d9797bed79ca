import type { z } from 'zod';
import type { FinnEstimate } from './estimate.js';
import { estimateFifo, fifoParameters } from './fifo.js';
import { estimateMvauHls, estimateMvauRtl, mvauParameters } from './mvau.js';
import { estimateSlidingWindow, slidingWindowParameters } from './sliding-window.js';
import { estimateThresholdingHls, thresholdingHlsParameters } from './thresholding-hls.js';
import { estimateThresholdingRtl, thresholdingRtlParameters } from './thresholding-rtl.js';
import { estimateVvauHls, estimateVvauRtl, vvauParameters } from './vvau.js';
import { estimateWidthConverter, widthConverterParameters } from './width-converter.js';

/** How parameters of an op, by FINN's names, become its estimate. */
export type Estimator = z.ZodType<FinnEstimate>;

function estimator<T>(parameters: z.ZodType<T>, estimate: (parameters: T) => FinnEstimate): Estimator {
  return parameters.transform((given) => estimate(given));
}

/** The estimators by FINN's op types. (facts/finn.md sections 1 and 3) */
export const ESTIMATORS = {
  MVAU_hls: estimator(mvauParameters, estimateMvauHls),
  MVAU_rtl: estimator(mvauParameters, estimateMvauRtl),
  VVAU_hls: estimator(vvauParameters, estimateVvauHls),
  VVAU_rtl: estimator(vvauParameters, estimateVvauRtl),
  ConvolutionInputGenerator_rtl: estimator(slidingWindowParameters, estimateSlidingWindow),
  StreamingFIFO_rtl: estimator(fifoParameters, estimateFifo),
  StreamingDataWidthConverter: estimator(widthConverterParameters, estimateWidthConverter),
  StreamingDataWidthConverter_rtl: estimator(widthConverterParameters, estimateWidthConverter),
  StreamingDataWidthConverter_hls: estimator(widthConverterParameters, estimateWidthConverter),
  Thresholding_rtl: estimator(thresholdingRtlParameters, estimateThresholdingRtl),
  Thresholding_hls: estimator(thresholdingHlsParameters, estimateThresholdingHls),
} satisfies Record<string, Estimator>;
