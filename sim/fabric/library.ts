import { z } from 'zod';
import { parseYaml } from '../core/input/yaml.js';
import { type FinnLibrary, finnLibraryKeys } from './finn/library.js';
import { type HlsLibrary, hlsLibraryKeys } from './hls/library.js';
import { commonLibraryKeys, maxPoolKeys } from './library-keys.js';
import { type RtlLibrary, rtlLibraryKeys } from './rtl/library.js';

/** The blocks that pipelines are built of: BNN-PYNQ's in HLS, FINN's in RTL, or our own in RTL. */
export type BlockLibrary = HlsLibrary | FinnLibrary | RtlLibrary;

/** Names of the libraries. */
export const LIBRARY_NAMES = ['hls', 'finn', 'rtl'] as const satisfies readonly BlockLibrary['name'][];

const librarySchema = z
  .discriminatedUnion('name', [
    z.strictObject({ ...commonLibraryKeys, ...maxPoolKeys, ...hlsLibraryKeys }),
    z.strictObject({ ...commonLibraryKeys, ...maxPoolKeys, ...finnLibraryKeys }),
    z.strictObject({ ...commonLibraryKeys, ...rtlLibraryKeys }),
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
