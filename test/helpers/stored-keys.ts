import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The content keys in a result store, one for each line. */
export function storedKeys(folder: string): string[] {
  return readdirSync(folder).flatMap((file) =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(/"key":"(\w+)"/g)].map(([, key]) => key),
  );
}
