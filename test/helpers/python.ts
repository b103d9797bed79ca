import { spawnSync } from 'node:child_process';

/** Path of the Python 3 of this computer; undefined where there is none. */
export const PYTHON: string | undefined = findPython();

function findPython(): string | undefined {
  const { status, stdout } = spawnSync('python3', ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

/** The path of Python 3; where there is none the test is skipped, and its title says so. */
export function requirePython(test: Mocha.Context): string {
  if (PYTHON !== undefined) return PYTHON;
  const subject = test.currentTest ?? test.test;
  if (subject !== undefined) subject.title += ' (missing: python3)';
  return test.skip();
}
