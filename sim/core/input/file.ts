import { readFileSync, statSync } from 'node:fs';
import { bytesOf } from './bytes.js';
import { InputError } from './input-error.js';
import { decodeText } from './text.js';

/** The problem of an InputError for a file that is missing. */
export const NO_SUCH_FILE = 'no such file or folder';

const PROBLEMS: Record<string, string> = {
  EACCES: 'no permission',
  EDQUOT: 'the disk quota is used up',
  EISDIR: 'a folder, expected a file',
  ENAMETOOLONG: 'the name is too long',
  ENOENT: NO_SUCH_FILE,
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of the path is not a folder',
  EPERM: 'no permission',
  EROFS: 'the disk is read-only',
  ERR_FS_FILE_TOO_LARGE: 'larger than 2 GiB',
  ERR_INVALID_ARG_VALUE: 'not a path',
};

/** @throws InputError where the file is missing, unreadable or not a regular file */
export function readBytes(file: string): Uint8Array {
  try {
    const status = statSync(file);
    if (status.isDirectory()) throw new InputError(PROBLEMS.EISDIR, { file });
    if (!status.isFile()) throw new InputError('not a regular file', { file });
    return bytesOf(readFileSync(file));
  } catch (error) {
    throw asInputError(error, file);
  }
}

/** @throws InputError as readBytes does, and where the file is not UTF-8 */
export function readText(file: string): string {
  return decodeText(readBytes(file), file);
}

/** A failure of the file system as the user's error; anything else as it is. */
export function asInputError(error: unknown, file: string): unknown {
  const { code = '', syscall } = error as NodeJS.ErrnoException;
  const problem = PROBLEMS[code] ?? (syscall === undefined ? undefined : `the file system answers ${code}`);
  return problem === undefined ? error : new InputError(problem, { file });
}
