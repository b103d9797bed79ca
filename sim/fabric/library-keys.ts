import { z } from 'zod';
import { type Constant, wholeConstant } from '../core/constant.js';

/** How deep streams are. */
export interface FifoDepths {
  /** Capacity of a stream for which the overlay names none. */
  readonly defaultFifoDepth: Constant;
  /** Capacity that a stream has at least, whatever depth is asked for. */
  readonly minimumFifoDepth: Constant;
  /** Capacity of the streams at the memory port for which the overlay names none. */
  readonly memoryFifoDepth: Constant;
}

/** Timing of max pools, which libraries hls and finn take from finn-hlslib. */
export interface MaxPoolTiming {
  /** Cycles from one read of a max pool to the next. */
  readonly maxPoolReadInterval: Constant;
  /** The same for words of one bit a channel. */
  readonly binaryMaxPoolReadInterval: Constant;
  /** Cycles between the reading and the writing of a max pool. */
  readonly maxPoolPhaseGap: Constant;
}

/** The keys that the file of every library has. */
export const commonLibraryKeys = {
  schema: z.literal('qcycle.library/1'),
  description: z.string(),
  defaultFifoDepth: wholeConstant('words', 1),
  minimumFifoDepth: wholeConstant('words', 1),
  memoryFifoDepth: wholeConstant('words', 1),
};

/** The keys that a library with those max pools has. */
export const maxPoolKeys = {
  maxPoolReadInterval: wholeConstant('cycles', 1),
  binaryMaxPoolReadInterval: wholeConstant('cycles', 1),
  maxPoolPhaseGap: wholeConstant('cycles', 0),
};
