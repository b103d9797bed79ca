import { z } from 'zod';
import { readText } from '../core/input/file.js';
import { InputError } from '../core/input/input-error.js';
import { parseYaml } from '../core/input/yaml.js';
import { resolveFile } from '../core/shipped-files.js';
import { boardsNotModelled, DPU_BOARDS, type DpuBoard, dpuBoardNames, parseDpuBoard } from '../dpu/index.js';
import { boardNames, FABRIC_BOARDS, type FabricBoard, parseBoard } from '../fabric/index.js';
import { GAP8_BOARDS, type Gap8Board, gap8BoardNames, parseGap8Board } from '../gap8/index.js';

/** A board of any machine. */
export type AnyBoard = FabricBoard | Gap8Board | DpuBoard;

const kind = z.looseObject({ machine: z.enum(['fabric', 'gap8', 'dpu']) });

/** Names of all boards that are shipped. */
export function anyBoardNames(): string[] {
  return [...boardNames(), ...gap8BoardNames(), ...dpuBoardNames()].sort();
}

/** A board by its name or its file; which machine it carries stands in the file. @throws InputError for an unknown one */
export function loadAnyBoard(nameOrFile: string): AnyBoard {
  const unknown = boardsNotModelled().find(({ name }) => name === nameOrFile);
  if (unknown !== undefined) {
    throw new InputError(`${unknown.name} is not modelled: ${unknown.reason}; allowed: ${anyBoardNames().join(', ')}`);
  }
  const file = resolveFile(nameOrFile, [FABRIC_BOARDS, GAP8_BOARDS, DPU_BOARDS], 'board');
  const text = readText(file);
  const { machine } = parseYaml(text, file, kind);
  switch (machine) {
    case 'fabric':
      return parseBoard(text, file);
    case 'gap8':
      return parseGap8Board(text, file);
    case 'dpu':
      return parseDpuBoard(text, file);
  }
}
