import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packagePath, packageVersion } from '../../core/package-root.js';

/** What computes results: a version of this package, and a digest of its code and data, which tells working copies apart. */
export interface Model {
  readonly version: string;
  readonly digest: string;
}

const CODE = fileURLToPath(new URL('../../', import.meta.url));
const CODE_ENDING = import.meta.url.endsWith('.ts') ? '.ts' : '.js';
const DATA_ENDINGS = ['.yaml', '.wasm'];
/** Parts of the package that no result of a sweep passes through. */
const OUTSIDE = ['cli', 'drivers', 'report'];

let known: Model | undefined;

/** The model that this process runs. Its results hold for no other one. */
export function thisModel(): Model {
  known ??= { version: packageVersion(), digest: digestModel() };
  return known;
}

function digestModel(): string {
  return digestFiles([
    [CODE, [CODE_ENDING]],
    [packagePath('sim'), DATA_ENDINGS],
  ]);
}

/** The SHA-256 over names and contents of all files in some folders that have one of some endings. */
export function digestFiles(sources: readonly (readonly [folder: string, endings: readonly string[]])[]): string {
  const hash = createHash('sha256');
  for (const [folder, endings] of sources) {
    for (const file of filesOf(folder, endings)) {
      const content = createHash('sha256')
        .update(readFileSync(join(folder, file)))
        .digest('hex');
      hash.update(`${file}\0${content}\n`);
    }
  }
  return hash.digest('hex');
}

/** Names relative to the folder, in an order that no file system decides. */
function filesOf(folder: string, endings: readonly string[]): string[] {
  const files = readdirSync(folder, { recursive: true }) as string[];
  return files
    .filter((file) => endings.some((ending) => file.endsWith(ending)))
    .filter((file) => !OUTSIDE.some((part) => file.startsWith(join(part, '/'))))
    .sort();
}
