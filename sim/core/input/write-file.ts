import { realpathSync, statSync } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { asInputError } from './file.js';
import { InputError } from './input-error.js';
import { forgetTemporary, rememberTemporary } from './temporary-files.js';

const CHUNK_CHARACTERS = 2 ** 16;
let written = 0;

/**
 * Writes a file whole or not at all: under a temporary name in the same folder, renamed at the end. Pieces of text are
 * joined to larger ones; the event loop turns between those. What is there before is kept where the writing fails.
 * @throws InputError where the folder cannot be written to, the disk is full, or `file` is not a regular file
 */
export async function writeFileWhole(file: string, data: string | Uint8Array | Iterable<string>): Promise<void> {
  const target = resolveTarget(file);
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}-${written++}.tmp`);
  rememberTemporary(temporary);
  try {
    const handle = await open(temporary, 'wx');
    try {
      await writePieces(handle, data);
    } finally {
      await handle.close();
    }
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw asInputError(error, file);
  } finally {
    forgetTemporary(temporary);
  }
}

/** The file behind a symbolic link, so that the link stays. A device is refused: renaming would replace it. */
function resolveTarget(file: string): string {
  try {
    const status = statSync(file, { throwIfNoEntry: false });
    if (status === undefined) return file;
    if (!status.isFile())
      throw new InputError(status.isDirectory() ? 'a folder, expected a file' : 'not a regular file', { file });
    return realpathSync(file);
  } catch (error) {
    throw asInputError(error, file);
  }
}

async function writePieces(handle: FileHandle, data: string | Uint8Array | Iterable<string>): Promise<void> {
  if (typeof data === 'string' || data instanceof Uint8Array) return handle.writeFile(data);
  let chunk = '';
  for (const piece of data) {
    chunk += piece;
    if (chunk.length < CHUNK_CHARACTERS) continue;
    await handle.writeFile(chunk);
    chunk = '';
  }
  await handle.writeFile(chunk);
}
