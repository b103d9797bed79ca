import { createHash } from 'node:crypto';
import { InputError } from '../../core/input/input-error.js';

/** A result by its content key, as JSON text. */
export type StoredResult = readonly [key: string, result: string];

const SCHEMA = 'qcycle.store/1';
const RESULT_LINE = /^\{"key":"([0-9a-f]{64})","check":"([0-9a-f]{16})","result":(.+)\}$/;

/** The first line of a file of results, with the version of qcycle that wrote it. */
export function headerLine(version: string): string {
  return `${JSON.stringify({ schema: SCHEMA, qcycle: version })}\n`;
}

/** The line of a result. Its `check` shows whether it is still what was written. */
export function resultLine([key, result]: StoredResult): string {
  return `{"key":"${key}","check":"${checkOf(key, result)}","result":${result}}\n`;
}

/**
 * The results in a file. What follows the last line end is what a process was writing when it ended, and is passed over.
 * @throws InputError for a file of another version, and for a damaged line
 */
export function parseResults(text: string, file: string, version: string): StoredResult[] {
  const lines = text.split('\n').slice(0, -1);
  if (lines.length === 0) return [];
  requireHeader(lines[0], file, version);
  return lines.slice(1).map((line, index) => {
    const [, key, check, result] = RESULT_LINE.exec(line) ?? [];
    if (check !== undefined && check === checkOf(key, result)) return [key, result];
    throw new InputError('a damaged result; without this line it is computed again', { file, line: index + 2 });
  });
}

function requireHeader(line: string, file: string, version: string): void {
  if (`${line}\n` === headerLine(version)) return;
  const { schema, qcycle } = parseHeader(line) ?? {};
  if (typeof schema !== 'string' || typeof qcycle !== 'string') {
    throw new InputError(`no file of results: expected a first line ${headerLine(version).trim()}`, { file, line: 1 });
  }
  const found = `results of qcycle ${qcycle} (${schema})`;
  throw new InputError(`${found}, this is qcycle ${version} (${SCHEMA}): use another folder, or remove this one`, {
    file,
  });
}

function parseHeader(line: string): { readonly schema?: unknown; readonly qcycle?: unknown } | null {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function checkOf(key: string, result: string): string {
  return createHash('sha256').update(key).update(result).digest('hex').slice(0, 16);
}
