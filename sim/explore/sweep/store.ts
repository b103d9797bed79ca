import { randomUUID } from 'node:crypto';
import { accessSync, closeSync, constants, openSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asInputError, readText } from '../../core/input/file.js';
import { makeFolders } from '../../core/input/folder.js';
import { packageVersion } from '../../core/package-root.js';
import { headerLine, parseResults, resultLine } from './store-line.js';

const RESULT_FILE = /^results-[\w-]+\.jsonl$/;

/**
 * Results by content key, in memory and, where a folder is given, on disk. Every process appends to a file of its own, which
 * it begins with its first result, and reads those of all others when it opens the store: no process ever writes where another
 * one does, and a line that was cut off stays the last of its file.
 */
export class ResultStore {
  private readonly results = new Map<string, string>();
  private file: { readonly path: string; readonly descriptor: number } | undefined;

  /**
   * Opens the store of a folder, which is made where it is missing, or one in memory alone.
   * @throws InputError for a folder that cannot be used, for results of another version, and for damaged ones
   */
  constructor(private readonly folder?: string) {
    if (folder === undefined) return;
    for (const file of resultFiles(folder)) {
      for (const [key, result] of parseResults(readText(file), file, packageVersion())) this.results.set(key, result);
    }
  }

  get(key: string): string | undefined {
    return this.results.get(key);
  }

  /** Keeps a result; it is in the file when this returns. @throws InputError where it cannot be written */
  put(key: string, result: string): void {
    this.results.set(key, result);
    if (this.folder === undefined) return;
    const path = this.file?.path ?? join(this.folder, `results-${randomUUID()}.jsonl`);
    const header = this.file === undefined ? headerLine(packageVersion()) : '';
    try {
      this.file ??= { path, descriptor: openSync(path, 'ax') };
      writeFileSync(this.file.descriptor, header + resultLine([key, result]));
    } catch (error) {
      // The line may have been cut off: what comes next belongs into another file.
      this.close();
      throw asInputError(error, path);
    }
  }

  close(): void {
    if (this.file !== undefined) closeSync(this.file.descriptor);
    this.file = undefined;
  }
}

/** The files of results in a folder, which is made where it is missing. */
function resultFiles(folder: string): string[] {
  try {
    makeFolders(folder);
    accessSync(folder, constants.W_OK);
    const names = readdirSync(folder).filter((name) => RESULT_FILE.test(name));
    return names.sort().map((name) => join(folder, name));
  } catch (error) {
    throw asInputError(error, folder);
  }
}
