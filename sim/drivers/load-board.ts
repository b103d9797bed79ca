import { z } from 'zod';
import { readText } from '../core/input/file.js';
import { parseYaml } from '../core/input/yaml.js';
import { resolveFile } from '../core/shipped-files.js';
import { boardNames, FABRIC_BOARDS, type FabricBoard, parseBoard } from '../fabric/index.js';
import { GAP8_BOARDS, type Gap8Board, gap8BoardNames, parseGap8Board } from '../gap8/index.js';

/** A board of any machine. */
export type AnyBoard = FabricBoard | Gap8Board;

const kind = z.looseObject({ machine: z.enum(['fabric', 'gap8']) });

/** Names of all boards that are shipped. */
export function anyBoardNames(): string[] {
  return [...boardNames(), ...gap8BoardNames()].sort();
}

/** A board by its name or its file; which machine it carries stands in the file. @throws InputError for an unknown one */
export function loadAnyBoard(nameOrFile: string): AnyBoard {
  const file = resolveFile(nameOrFile, [FABRIC_BOARDS, GAP8_BOARDS], 'board');
  const text = readText(file);
  const { machine } = parseYaml(text, file, kind);
  return machine === 'fabric' ? parseBoard(text, file) : parseGap8Board(text, file);
}
