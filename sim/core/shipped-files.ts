import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { InputError } from './input/input-error.js';
import { allowedNames } from './input/nearest.js';
import { packagePath } from './package-root.js';

/** Names of the YAML files in a folder that the package ships, in alphabetical order. */
export function shippedNames(folder: string): string[] {
  return readdirSync(packagePath(folder))
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => basename(file, '.yaml'))
    .sort();
}

/**
 * The file that a user means by `given`: a shipped one by its name, or a path (with a slash or an ending).
 * @param folder that ships it, or several
 * @param what kind of thing, for the message: `board`
 * @throws InputError for a name that is not shipped
 */
export function resolveFile(given: string, folder: string | readonly string[], what: string): string {
  if (/[/\\]|\.(ya?ml|json)$/.test(given)) return given;
  const folders = typeof folder === 'string' ? [folder] : folder;
  const files = folders.map((each) => packagePath(join(each, `${given}.yaml`)));
  const file = /^[\w.-]+$/.test(given) ? files.find((each) => existsSync(each)) : undefined;
  if (file !== undefined) return file;
  throw new InputError(`unknown ${what} ${given}, ${allowedNames(given, folders.flatMap(shippedNames).sort())}`);
}
