import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse } from 'yaml';
import type { Constant } from '../../../sim/core/constant.js';
import { packagePath } from '../../../sim/core/package-root.js';
import { markdownTable } from './markdown.js';

/** A constant in a data file, with its path in it. */
interface Found extends Constant {
  readonly file: string;
  readonly path: string;
}

/** The constants of all machines whose value was fitted to measurements or assumed, as a table. */
export function fittedConstants(): string {
  const fitted = dataFiles(packagePath('sim'))
    .flatMap((file) => constantsIn(parse(readFileSync(file, 'utf8')), relative(packagePath('.'), file), ''))
    .filter(({ status }) => status === 'calibrated' || status === 'assumed');
  const rows = fitted.map(({ file, path, value, unit, status, source }) => {
    return [`\`${file}\``, path, `${value} ${unit}`, status, source.replaceAll('\n', ' ')];
  });
  return markdownTable(['file', 'constant', 'value', 'status', 'from what'], rows);
}

function dataFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => join(folder, file));
}

function constantsIn(value: unknown, file: string, path: string): Found[] {
  if (typeof value !== 'object' || value === null) return [];
  const fields = value as Record<string, unknown>;
  if ('status' in fields && 'source' in fields) return [{ ...(fields as unknown as Constant), file, path }];
  return Object.entries(fields).flatMap(([key, inner]) =>
    constantsIn(inner, file, path === '' ? key : `${path}.${key}`),
  );
}
