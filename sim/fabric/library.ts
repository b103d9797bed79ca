import { z } from 'zod';
import { type Constant, wholeConstant } from '../core/constant.js';
import { parseYaml } from '../core/input/yaml.js';
import { type FinnLibrary, finnLibraryKeys } from './finn/library.js';

/** How deep streams are. */
export interface FifoDepths {
  /** Capacity of a stream for which the overlay names none. */
  readonly defaultFifoDepth: Constant;
  /** Capacity that a stream has at least, whatever depth is asked for. */
  readonly minimumFifoDepth: Constant;
  /** Capacity of the streams at the memory port for which the overlay names none. */
  readonly memoryFifoDepth: Constant;
}

/** Timing of max pools, which both libraries take from finn-hlslib. */
export interface MaxPoolTiming {
  /** Cycles from one read of a max pool to the next. */
  readonly maxPoolReadInterval: Constant;
  /** The same for words of one bit a channel. */
  readonly binaryMaxPoolReadInterval: Constant;
  /** Cycles between the reading and the writing of a max pool. */
  readonly maxPoolPhaseGap: Constant;
}

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

/** The blocks that pipelines are built of: BNN-PYNQ's in HLS, or FINN's in RTL. */
export type BlockLibrary = HlsLibrary | FinnLibrary;

/** Names of the libraries. */
export const LIBRARY_NAMES = ['hls', 'finn'] as const satisfies readonly BlockLibrary['name'][];

const common = {
  schema: z.literal('qcycle.library/1'),
  description: z.string(),
  maxPoolReadInterval: wholeConstant('cycles', 1),
  binaryMaxPoolReadInterval: wholeConstant('cycles', 1),
  maxPoolPhaseGap: wholeConstant('cycles', 0),
  defaultFifoDepth: wholeConstant('words', 1),
  minimumFifoDepth: wholeConstant('words', 1),
  memoryFifoDepth: wholeConstant('words', 1),
};

const hlsLibraryKeys = {
  name: z.literal('hls'),
  mvtuDepth: wholeConstant('cycles', 1),
  slidingWindowDepth: wholeConstant('cycles', 1),
  widthConverterDepth: wholeConstant('cycles', 1),
  streamOperatorDepth: wholeConstant('cycles', 1),
};

const librarySchema = z
  .discriminatedUnion('name', [
    z.strictObject({ ...common, ...hlsLibraryKeys }),
    z.strictObject({ ...common, ...finnLibraryKeys }),
  ])
  .transform(({ schema: _, ...library }): BlockLibrary => Object.freeze(library));

/**
 * Reads a block library file (schema qcycle.library/1).
 * @param file name of the text in messages
 * @throws InputError for the first problem, at its line and column
 */
export function parseLibrary(text: string, file: string): BlockLibrary {
  return parseYaml(text, file, librarySchema);
}
