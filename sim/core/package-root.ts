import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of this package's package.json, from the sources as well as from any folder they are compiled into. */
export const packageRoot = findPackageRoot(dirname(fileURLToPath(import.meta.url)));

/** Absolute path of a file that is shipped with the package, such as `networks/lfc-w1a1.yaml`. */
export function packagePath(relative: string): string {
  return join(packageRoot, relative);
}

function findPackageRoot(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : findPackageRoot(dirname(folder));
}
