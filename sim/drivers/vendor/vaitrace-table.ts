import { InputError } from '../../core/input/input-error.js';
import { printedLines } from './lines.js';

/** A row of the profiler's table: a subgraph, or a layer of one, and the mean time of its runs. */
export interface VaitraceRow {
  readonly name: string;
  readonly microseconds: number;
}

const NAME = 'DPU SubGraph';
/** Time on the hardware in milliseconds, as different releases head its column. */
const TIMES = ['HW_RT', 'RT'];
const RULE = /^[-=+ ]+$/;
/** Printed for what is nearly nothing. */
const NEARLY_NOTHING = '~0';
const LONGEST_NAME = 200;

/**
 * The table of the DPU in the text summary of `vaitrace`, whose columns are found by their heads. There may be text before and behind.
 * @param source name of the text in messages
 * @throws InputError where it is missing or cut off, or a row is damaged
 */
export function parseVaitraceTable(text: string, source: string): VaitraceRow[] {
  const lines = printedLines(text, source);
  const head = lines.findIndex((line) => cells(line).includes(NAME));
  if (head < 0) throw new InputError(`found no table, expected a column ${NAME}`, { file: source });
  const heads = cells(lines[head]);
  const timeColumn = heads.findIndex((title) => TIMES.includes(title));
  if (timeColumn < 0) {
    throw new InputError(`the table has no time, expected a column ${TIMES.join(' or ')}`, {
      file: source,
      line: head + 1,
    });
  }
  const nameColumn = heads.indexOf(NAME);
  const rows: VaitraceRow[] = [];
  for (let index = head + 1; index < lines.length; index++) {
    if (RULE.test(lines[index])) {
      if (rows.length > 0) return rows;
      continue;
    }
    const row = cells(lines[index]);
    const milliseconds = row[timeColumn] === NEARLY_NOTHING ? 0 : decimal(row[timeColumn]);
    const name = row[nameColumn] ?? '';
    if (row.length !== heads.length || milliseconds === undefined || name === '' || name.length > LONGEST_NAME) {
      const expected = `expected ${heads.length} columns with a name and a time`;
      throw new InputError(`a damaged row of the table, ${expected}`, { file: source, line: index + 1 });
    }
    rows.push({ name, microseconds: 1000 * milliseconds });
  }
  throw new InputError('the table is cut off, expected a rule behind its rows', { file: source, line: lines.length });
}

function cells(line: string): string[] {
  return line.split('|').map((cell) => cell.trim());
}

function decimal(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}(\.\d{1,9})?$/.test(text) ? Number(text) : undefined;
}
