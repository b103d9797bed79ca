import { z } from 'zod';
import { type Constant, wholeConstant } from '../../core/constant.js';
import type { FifoDepths } from '../library-keys.js';

/** Timing of our own RTL, the modules of sim/fabric/rtl/units. What is not named here has no stages of its own. */
export interface RtlLibrary extends FifoDepths {
  readonly name: 'rtl';
  readonly description: string;
  readonly mvtuDepth: Constant;
  readonly slidingWindowDepth: Constant;
  readonly thresholdingDepth: Constant;
  /** Deepest FIFO that is no block RAM. */
  readonly distributedDepth: Constant;
}

/** The keys of the library's file beside those that every library has. */
export const rtlLibraryKeys = {
  name: z.literal('rtl'),
  mvtuDepth: wholeConstant('cycles', 1),
  slidingWindowDepth: wholeConstant('cycles', 1),
  thresholdingDepth: wholeConstant('cycles', 1),
  distributedDepth: wholeConstant('words', 1),
};
