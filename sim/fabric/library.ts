import { z } from 'zod';
import { parseYaml } from '../core/input/yaml.js';
import { type FinnLibrary, finnLibraryKeys } from './finn/library.js';
import { type HlsLibrary, hlsLibraryKeys } from './hls/library.js';
import { commonLibraryKeys } from './library-keys.js';

/** The blocks that pipelines are built of: BNN-PYNQ's in HLS, or FINN's in RTL. */
export type BlockLibrary = HlsLibrary | FinnLibrary;

/** Names of the libraries. */
export const LIBRARY_NAMES = ['hls', 'finn'] as const satisfies readonly BlockLibrary['name'][];

const librarySchema = z
  .discriminatedUnion('name', [
    z.strictObject({ ...commonLibraryKeys, ...hlsLibraryKeys }),
    z.strictObject({ ...commonLibraryKeys, ...finnLibraryKeys }),
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
