import { z } from 'zod';
import { type Constant, wholeConstant } from '../../core/constant.js';
import type { FifoDepths, MaxPoolTiming } from '../library-keys.js';

/** Timing of BNN-PYNQ's HLS blocks. */
export interface HlsLibrary extends FifoDepths, MaxPoolTiming {
  readonly name: 'hls';
  readonly description: string;
  readonly mvtuDepth: Constant;
  readonly slidingWindowDepth: Constant;
  readonly widthConverterDepth: Constant;
  /** Depth of units that only pass words on: duplicate, add. */
  readonly streamOperatorDepth: Constant;
}

/** The keys of the library's file beside those that every library has. */
export const hlsLibraryKeys = {
  name: z.literal('hls'),
  mvtuDepth: wholeConstant('cycles', 1),
  slidingWindowDepth: wholeConstant('cycles', 1),
  widthConverterDepth: wholeConstant('cycles', 1),
  streamOperatorDepth: wholeConstant('cycles', 1),
};
