import { isDeepStrictEqual } from 'node:util';
import { readText } from '../core/input/file.js';
import { packagePath } from '../core/package-root.js';
import { resolveFile, shippedNames } from '../core/shipped-files.js';
import { loadNamedNetwork } from '../nn/catalog.js';
import { type Budgets, budgetProblems } from './budgets.js';
import type { Gap8Network } from './layers.js';
import { gap8LayersOf } from './layers-of-network.js';
import { budgetsOf, type Gap8Board, parseGap8Board } from './machine.js';
import type { Schedule } from './schedule.js';
import { parseSchedule } from './schedule-file.js';

/** Folder of GAP8's boards. */
export const GAP8_BOARDS = 'sim/gap8/boards';
const SCHEDULES = 'sim/gap8/schedules';

/** Names of GAP8's boards that are shipped. */
export function gap8BoardNames(): string[] {
  return shippedNames(GAP8_BOARDS);
}

/** A board by its name or its file. @throws InputError for an unknown one */
export function loadGap8Board(nameOrFile: string): Gap8Board {
  const file = resolveFile(nameOrFile, GAP8_BOARDS, 'board');
  return parseGap8Board(readText(file), file);
}

/** The layers of a network by its name or its file. @throws InputError for an unknown one, or a layer that GAP8 cannot run */
export function loadGap8Layers(nameOrFile: string): Gap8Network {
  return gap8LayersOf(loadNamedNetwork(nameOrFile));
}

/** A schedule from a file. @throws InputError where it cannot be used */
export function loadSchedule(file: string, network: Gap8Network, board: Gap8Board): Schedule {
  return parseSchedule(readText(file), file, network, budgetsOf(board));
}

const UNBOUNDED: Budgets = { l1Bytes: Infinity, l2Bytes: Infinity, hyperRamBytes: Infinity };

/** The published schedule of a network, if there is one for its layers, and the board has the memories for it. */
export function publishedSchedule(network: Gap8Network, board: Gap8Board): Schedule | undefined {
  const name = `published-${network.name}`;
  if (!shippedNames(SCHEDULES).includes(name)) return undefined;
  if (!isDeepStrictEqual(network.layers, loadGap8Layers(network.name).layers)) return undefined;
  const file = packagePath(`${SCHEDULES}/${name}.yaml`);
  const schedule = parseSchedule(readText(file), file, network, UNBOUNDED);
  return budgetProblems(schedule, network, budgetsOf(board)).length === 0 ? schedule : undefined;
}
