import { z } from 'zod';
import { readText } from '../core/input/file.js';
import { parseYaml } from '../core/input/yaml.js';
import { packagePath } from '../core/package-root.js';
import { resolveFile, shippedNames } from '../core/shipped-files.js';
import { type DpuBoard, parseDpuBoard } from './machine.js';

/** Folder of the boards with a DPU. */
export const DPU_BOARDS = 'sim/dpu/boards';
const NOT_MODELLED = 'sim/dpu/not-modelled.yaml';

/** Names of the boards with a DPU that are shipped. */
export function dpuBoardNames(): string[] {
  return shippedNames(DPU_BOARDS);
}

/** A board by its name or its file. @throws InputError for an unknown one */
export function loadDpuBoard(nameOrFile: string): DpuBoard {
  const file = resolveFile(nameOrFile, DPU_BOARDS, 'board');
  return parseDpuBoard(readText(file), file);
}

/** A board whose name users know, and why there is no model of it. */
export interface UnknownMachine {
  readonly name: string;
  readonly machine: string;
  readonly device: string;
  readonly reason: string;
}

const notModelledSchema = z.strictObject({
  schema: z.literal('qcycle.not-modelled/1'),
  boards: z.array(
    z.strictObject({
      name: z.string().min(1),
      machine: z.string().min(1),
      device: z.string().min(1),
      reason: z.string().min(1),
    }),
  ),
});

/** Boards that the DPU's compiler has as targets, and that carry other machines. */
export function boardsNotModelled(): readonly UnknownMachine[] {
  return parseYaml(readText(packagePath(NOT_MODELLED)), NOT_MODELLED, notModelledSchema).boards;
}
