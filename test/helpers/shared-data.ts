import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/**
 * Path of a file of the shared data, which is not in the repository: below QCYCLE_DATA, or ../shared/data from the project.
 * Where it is absent the test is skipped, and its title then names the path.
 */
export function sharedData(test: Mocha.Context, path: string): string {
  const file = resolve(process.env.QCYCLE_DATA ?? '../shared/data', path);
  if (existsSync(file)) return file;
  if (test.test !== undefined) test.test.title += ` (missing: ${file})`;
  return test.skip();
}
