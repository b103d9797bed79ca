import { InputError } from '../../core/input/input-error.js';
import { agreesAsPrinted, printedLines } from './lines.js';

/** A row of GAP8's performance table. */
export interface LayerRow {
  readonly name: string;
  readonly cycles: number;
  readonly operations: number;
  /** A quotient in single precision. */
  readonly operationsPerCycle: number;
}

/** GAP8's performance table: a row for each layer, and their sums. */
export interface LayerTable {
  readonly layers: readonly LayerRow[];
  readonly total: LayerRow;
}

const HEAD = /^\|\s*#?Layer\s*\|\s*Cycles\s*\|\s*Operations?\s*\|\s*Operations?\/Cycle\s*\|\s*$/;
const ROW = /^\|\s*(Layer(\d{1,4})|Total)\s*\|\s*(\d{1,15})\s*\|\s*(\d{1,15})\s*\|\s*(\d{1,9}\.\d{1,9})\s*\|\s*$/;
const RULE = /^\|[\s|:-]*\|\s*$/;

/**
 * The table in what was printed.
 * @param source name of the text in messages
 * @param layers how many rows it must have, where that is known
 * @throws InputError where it is missing or cut off, layers are missing or out of order, or sums or quotients are wrong
 */
export function parseLayerTable(text: string, source: string, layers?: number): LayerTable {
  const lines = printedLines(text, source);
  const head = lines.findIndex((line) => HEAD.test(line));
  if (head < 0)
    throw new InputError('found no table, expected | Layer | Cycles | Operation | Operation/Cycle |', { file: source });
  const rows: LayerRow[] = [];
  for (let index = head + 1; index < lines.length; index++) {
    if (RULE.test(lines[index])) continue;
    const fail = (problem: string) => new InputError(problem, { file: source, line: index + 1 });
    const match = lines[index].match(ROW);
    if (match === null) throw fail(`found no row of the table, expected Layer${rows.length} or Total`);
    const [, name, number, cycles, operations, quotient] = match;
    const row = {
      name,
      cycles: Number(cycles),
      operations: Number(operations),
      operationsPerCycle: Number(quotient),
    };
    if (row.cycles === 0) throw fail(`${name} takes 0 cycles`);
    if (!agreesAsPrinted(row.operationsPerCycle, row.operations / row.cycles, 6)) {
      throw fail(`${name}: ${operations} operations in ${cycles} cycles, but ${quotient} operations a cycle`);
    }
    if (number === undefined) return finish(rows, row, fail, layers);
    if (Number(number) !== rows.length) throw fail(`found ${name}, expected Layer${rows.length} or Total`);
    rows.push(row);
  }
  throw new InputError('the table is cut off, expected the row Total', { file: source, line: lines.length });
}

function finish(
  rows: readonly LayerRow[],
  total: LayerRow,
  fail: (problem: string) => InputError,
  layers?: number,
): LayerTable {
  if (layers !== undefined && rows.length !== layers) throw fail(`${rows.length} layers, expected ${layers}`);
  for (const key of ['cycles', 'operations'] as const) {
    const sum = rows.reduce((partial, row) => partial + row[key], 0);
    if (sum !== total[key]) throw fail(`the layers have ${sum} ${key}, but the total is ${total[key]}`);
  }
  return { layers: rows, total };
}
