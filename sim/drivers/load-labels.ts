import { basename } from 'node:path';
import { z } from 'zod';
import { readBytes } from '../core/input/file.js';
import { inflateIfGzipped } from '../core/input/gzip.js';
import { InputError } from '../core/input/input-error.js';
import { parseJson } from '../core/input/json.js';
import { showName, showValue } from '../core/input/show.js';
import { decodeText } from '../core/input/text.js';
import { readIdx } from '../nn/data/idx.js';
import type { Network } from '../nn/network.js';
import type { Labels } from './job.js';

const index = z.int().nonnegative();
const numbersSchema = z.array(index);
const entriesSchema = z.array(z.object({ file: z.string().min(1), index }));

type Entry = z.infer<typeof entriesSchema>[number];

/** Files that a message names. */
const MOST_NAMED = 3;

/**
 * The classes of pictures, from an idx file, from text with a number a line, or from JSON: a list of numbers, or of objects with
 * `file` and `index` in any order, of which those are taken that are named as the pictures' files, without folders.
 * @param pictures how many there are
 * @param files where they are from
 * @throws InputError where the file cannot be used, tells of another number of pictures or not of all, or of a class that there is not
 */
export function loadLabels(
  file: string,
  { name, classes }: Network,
  pictures: number,
  files: readonly string[],
): Labels {
  const bytes = inflateIfGzipped(readBytes(file), file);
  const found = bytes[0] === 0 ? readIdx(bytes, file, 1).data : labelsOfText(decodeText(bytes, file), file, files);
  if (found.length !== pictures) {
    const named = files.length <= MOST_NAMED ? ` of ${files.join(', ')}` : '';
    throw new InputError(`${counted(found.length, 'label')} for ${counted(pictures, 'image')}${named}`, { file });
  }
  if (classes.length === 0) throw new InputError(`${name} tells no classes apart, allowed: no labels`, { file });
  const wrong = found.findIndex((label) => label >= classes.length);
  if (wrong < 0) return Uint16Array.from(found);
  const allowed = `allowed: 0 to ${classes.length - 1}, the classes of ${name}`;
  throw new InputError(`image ${wrong + 1}: found the class ${found[wrong]}, ${allowed}`, { file });
}

function labelsOfText(text: string, file: string, files: readonly string[]): readonly number[] {
  if (!/^\s*\[/.test(text)) return text.trimEnd().split(/\r?\n/).map(labelOfLine(file));
  if (!/^\s*\[\s*\{/.test(text)) return parseJson(text, file, numbersSchema);
  return labelsByFile(parseJson(text, file, entriesSchema), file, files);
}

function labelsByFile(entries: readonly Entry[], file: string, files: readonly string[]): number[] {
  const known = new Map<string, number>();
  for (const entry of entries) {
    const name = basename(entry.file);
    const other = known.get(name) ?? entry.index;
    if (other !== entry.index) {
      throw new InputError(`${showName(name)} has the labels ${other} and ${entry.index}, allowed: one`, { file });
    }
    known.set(name, entry.index);
  }
  const named = new Set<string>();
  return files.map((picture) => {
    const name = basename(picture);
    if (named.has(name)) throw new InputError(`two images are named ${showName(name)}, allowed: one`, { file });
    named.add(name);
    const label = known.get(name);
    if (label === undefined) throw new InputError(`no label of ${showName(name)}`, { file });
    return label;
  });
}

function labelOfLine(file: string): (line: string, index: number) => number {
  return (line, index) => {
    const text = line.trim();
    if (/^\d{1,9}$/.test(text)) return Number(text);
    throw new InputError(`found ${showValue(text)}, allowed: the number of a class on each line`, {
      file,
      line: index + 1,
      column: 1,
    });
  };
}

function counted(count: number, what: string): string {
  return `${count} ${count === 1 ? what : `${what}s`}`;
}
