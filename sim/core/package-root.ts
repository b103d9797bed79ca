import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const packageRoot = findPackageRoot(dirname(fileURLToPath(import.meta.url)));

/** Absolute path of a file that is shipped with the package, such as `networks/lfc-w1a1.yaml`. */
export function packagePath(relative: string): string {
  return join(packageRoot, relative);
}

/** Version of this package, as its package.json has it. */
export function packageVersion(): string {
  return JSON.parse(readFileSync(packagePath('package.json'), 'utf8')).version;
}

/** The nearest folder upwards with a package.json: the same from the sources and from any folder they are compiled into. */
function findPackageRoot(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : findPackageRoot(dirname(folder));
}
