import { z } from 'zod';
import { readText } from '../core/input/file.js';
import { parseYaml } from '../core/input/yaml.js';
import {
  loadBoard,
  type Overlay,
  parseFinnFolding,
  parseHlsConfig,
  parseOverlay,
  requireChain,
} from '../fabric/index.js';
import type { Network } from '../nn/network.js';
import { usualOverlay } from './load-job.js';

/** What tells an overlay from FINN's folding configuration. */
const kind = z.looseObject({ schema: z.unknown().optional() });

/**
 * The folding of a network in a file: an overlay (qcycle.overlay/1), FINN's folding configuration (.json), or BNN-PYNQ's
 * layer configuration header (.h).
 * @param boardName board that the folding is for; the usual one of the network where absent
 * @throws InputError where it cannot be used; the forms of other tools hold foldings of chains of layers of codes
 */
export function loadFolding(file: string, network: Network, boardName?: string): Overlay {
  const text = readText(file);
  if (!file.endsWith('.h') && !isFinnFolding(text, file)) return parseOverlay(text, file, network);
  requireChain(network);
  const usual = usualOverlay(network);
  const context = { network, usual, board: loadBoard(boardName ?? usual.boards[0] ?? 'ultra96') };
  return file.endsWith('.h') ? parseHlsConfig(text, file, context) : parseFinnFolding(text, file, context);
}

function isFinnFolding(text: string, file: string): boolean {
  if (!file.endsWith('.json')) return false;
  return parseYaml(text, file, kind).schema === undefined;
}
