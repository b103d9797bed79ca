import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { asInputError } from '../core/input/file.js';
import { isFolder } from '../core/input/folder.js';
import { InputError } from '../core/input/input-error.js';
import type { Labels } from './job.js';

const PICTURE = /\.(png|jpe?g)$/i;
/** A picture that is named after its class and numbered, as in the Dogs vs. Cats data set: dog.12.jpg. */
const LABELLED = /^(.+)\.\d+\.(?:png|jpe?g)$/i;

/**
 * The files that are meant: of a folder its PNG and JPEG pictures, in the order of their names with numbers as such.
 * @throws InputError for a folder that cannot be read, or has no picture
 */
export function picturesOfFolders(paths: readonly string[]): string[] {
  return paths.flatMap((path) => (isFolder(path) ? picturesIn(path) : path));
}

function picturesIn(folder: string): string[] {
  const names = namesIn(folder).filter((name) => PICTURE.test(name));
  if (names.length === 0) throw new InputError('a folder without PNG or JPEG pictures', { file: folder });
  const order = new Intl.Collator('en', { numeric: true });
  return names.sort(order.compare).map((name) => join(folder, name));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    throw asInputError(error, folder);
  }
}

/** The classes that pictures are named after; undefined unless all are. */
export function classesByName(files: readonly string[], classes: readonly string[]): Labels | undefined {
  const labels = files.map((file) => classes.indexOf(LABELLED.exec(basename(file))?.[1] ?? ''));
  return labels.length === 0 || labels.includes(-1) ? undefined : Uint16Array.from(labels);
}
