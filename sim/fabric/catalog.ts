import { readText } from '../core/input/file.js';
import { InputError } from '../core/input/input-error.js';
import { packagePath } from '../core/package-root.js';
import { resolveFile, shippedNames } from '../core/shipped-files.js';
import type { Network } from '../nn/network.js';
import { type BlockLibrary, parseLibrary } from './library.js';
import { type FabricBoard, parseBoard } from './machine.js';
import type { Overlay } from './overlay.js';
import { parseOverlay } from './overlay-file.js';

/** Folder of the fabric's boards. */
export const FABRIC_BOARDS = 'sim/fabric/boards';
const LIBRARIES = 'sim/fabric/libraries';
const OVERLAYS = 'sim/fabric/overlays';

/** Names of the boards that are shipped. */
export function boardNames(): string[] {
  return shippedNames(FABRIC_BOARDS);
}

/** A board by its name or its file. @throws InputError for an unknown one */
export function loadBoard(nameOrFile: string): FabricBoard {
  const file = resolveFile(nameOrFile, FABRIC_BOARDS, 'board');
  return parseBoard(readText(file), file);
}

/** A block library by its name. */
export function loadLibrary<Name extends BlockLibrary['name']>(name: Name): Extract<BlockLibrary, { name: Name }> {
  const file = packagePath(`${LIBRARIES}/${name}.yaml`);
  return parseLibrary(readText(file), file) as Extract<BlockLibrary, { name: Name }>;
}

/** The overlay of a network in a file. @throws InputError where it cannot be used */
export function loadOverlay(file: string, network: Network): Overlay {
  return parseOverlay(readText(file), file, network);
}

/** The published overlay of a network, if there is one; a network of the user's own may have the name and other layers. */
export function publishedOverlay(network: Network): Overlay | undefined {
  if (!shippedNames(OVERLAYS).includes(network.name)) return undefined;
  try {
    return loadOverlay(packagePath(`${OVERLAYS}/${network.name}.yaml`), network);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
