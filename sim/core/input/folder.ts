import { mkdirSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { asInputError, NO_SUCH_FILE } from './file.js';
import { InputError } from './input-error.js';

/** Whether there is a folder at a path. @throws InputError where a part of the path is a file or cannot be read */
export function isFolder(path: string): boolean {
  return statusOf(path)?.isDirectory() ?? false;
}

/** @throws InputError where there is no folder at the path */
export function requireFolder(path: string): void {
  const status = statusOf(path);
  if (status === undefined) throw new InputError(NO_SUCH_FILE, { file: path });
  if (!status.isDirectory()) throw new InputError('a file, expected a folder', { file: path });
}

/**
 * Makes a folder, and those that it lies in, where they are not there: one by one, because Node's own recursion does not end
 * in a file system such as /proc, which takes none.
 * @throws InputError where one of them is a file or cannot be made
 */
export function makeFolders(path: string): void {
  if (statusOf(path) !== undefined) {
    requireFolder(path);
    return;
  }
  makeFolders(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    throw asInputError(error, path);
  }
}

function statusOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw asInputError(error, path);
  }
}
